import { mergeAttrs, removeAttrs } from '../attrs';
import { coerceToString } from '../coerce';
import { expectAttrs, expectBool } from '../expect';
import { coerceText, entriesOf, functions, interpolated, lookup, member, namedArgs, REQUIRED } from '../lib/kit';
import { flatten } from '../lib/lists-basic';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, isString, isUnknown, type Lazy, type NixString, str, unknown } from '../value';
import { derivationFrom } from './derivation';
import { textFile } from './text-file';

type Replace = (text: NixString) => NixString;

/** The text of a template, where it can be read. */
function templateText(rt: Runtime, template: Lazy): NixString {
  const value = force(template);
  if (isUnknown(value)) return holeText(value);
  const generated = isAttrs(value) || isString(value) ? generatedText(interpolated(rt, value)) : undefined;
  if (generated !== undefined) return generated;
  const where = coerceToString(rt, value, { mode: 'plain' });
  const text = where.holes === undefined ? rt.files.readText(where.text) : undefined;
  return text === undefined ? holeText(unknown(`contents of ${where.text}`)) : str(text);
}

/** The text of the generated file that a store path is. */
function generatedText(path: NixString): NixString | undefined {
  for (const { path: known, file } of path.context?.values() ?? [])
    if (file !== undefined && path.text === known + file.subpath) return file.text;
  return undefined;
}

const replaced =
  (rt: Runtime, from: string, to: NixString): Replace =>
  (text) =>
    text.holes === undefined && from !== ''
      ? concatStrings(
          rt,
          text.text.split(from).map((part) => str(part, text.context)),
          to,
        )
      : text;

function replaceNames(rt: Runtime, names: Attrs, text: NixString): NixString {
  return entriesOf(names).reduce((so, [name, one]) => {
    const value = force(one.value);
    return value === null ? so : replaced(rt, `@${name}@`, coerceText(rt, value))(so);
  }, text);
}

function named(rt: Runtime, src: Lazy): Lazy {
  return delay(rt, () => {
    const value = force(src);
    if (isUnknown(value)) return value;
    const name = isAttrs(value) ? lookup(value, 'name') : undefined;
    return name === undefined
      ? str(baseName(coerceToString(rt, value, { mode: 'plain' }).text).replace(/^(…|[0-9a-z]{32})-/, ''))
      : force(name);
  });
}

const written = (rt: Runtime, why: string, options: Attrs, name: Lazy, text: () => NixString): Attrs => {
  const executable = options.entries.get('isExecutable');
  const directory = options.entries.get('dir');
  const folder = directory === undefined ? null : force(directory.value);
  const base = () => coerceText(rt, name).text;
  return textFile(rt, why, {
    name,
    text: delay(rt, text),
    executable: executable !== undefined && expectBool(rt, executable.value),
    destination: folder === null ? '' : `/${coerceText(rt, folder).text}/${base()}`,
    fields: options,
  });
};

/** Arguments of `substituteAll` that are no replacements. */
const NOT_REPLACED = new Set([
  'src',
  'name',
  'dir',
  'isExecutable',
  'meta',
  'passthru',
  'postInstall',
  'preferLocalBuild',
  'allowSubstitutes',
]);

/** nixpkgs' functions that replace placeholders of a template. */
export const substitutes = functions({
  substituteAll: (rt, options) => {
    const given = expectAttrs(options);
    const src = member(given, 'src');
    const name = given.entries.get('name')?.value ?? named(rt, src);
    return written(rt, 'pkgs.substituteAll', given, name, () =>
      replaceNames(rt, removeAttrs(given, NOT_REPLACED), templateText(rt, src)),
    );
  },
  substituteAllFiles: (rt, options) =>
    derivationFrom(
      rt,
      'pkgs.substituteAllFiles',
      mergeAttrs(attrsOf({ name: str('substituted') }), expectAttrs(options)),
    ) ?? unknown('pkgs.substituteAllFiles …'),
  replaceVars: (rt, src, replacements) =>
    written(rt, 'pkgs.replaceVars', attrsOf({}), named(rt, src), () =>
      replaceNames(rt, expectAttrs(replacements), templateText(rt, src)),
    ),
  replaceVarsWith: (rt, options) => {
    const given = namedArgs(options, { src: REQUIRED, replacements: REQUIRED }, true);
    const all = expectAttrs(options);
    const name = all.entries.get('name')?.value ?? named(rt, given.src);
    return written(rt, 'pkgs.replaceVarsWith', all, name, () =>
      replaceNames(rt, expectAttrs(given.replacements), templateText(rt, given.src)),
    );
  },
  substitute: (rt, options) => {
    const given = expectAttrs(options);
    const src = member(given, 'src');
    const name = given.entries.get('name')?.value ?? named(rt, src);
    return written(rt, 'pkgs.substitute', given, name, () =>
      replacementsOf(rt, given).reduce((text, replace) => replace(text), templateText(rt, src)),
    );
  },
});

/** The replacements of `substitute`: flags of the shell function of that name. */
function replacementsOf(rt: Runtime, options: Attrs): Replace[] {
  const flags = options.entries.get('substitutions') ?? options.entries.get('replacements');
  const words = flags === undefined ? [] : flatten(flags.value).items.map((item) => coerceText(rt, item));
  const found: Replace[] = [];
  for (let i = 0; i < words.length; i++) {
    const flag = words[i]?.text ?? '';
    const [first = str(''), second = str('')] = words.slice(i + 1, i + 3);
    if (/^--replace/.test(flag)) {
      found.push(replaced(rt, first.text, second));
      i += 2;
    } else if (flag === '--subst-var-by') {
      found.push(replaced(rt, `@${first.text}@`, second));
      i += 2;
    } else if (flag === '--subst-var') {
      const value = options.entries.get(first.text);
      if (value !== undefined) found.push(replaced(rt, `@${first.text}@`, coerceText(rt, value.value)));
      i += 1;
    }
  }
  return found;
}
