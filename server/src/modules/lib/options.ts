import { apply } from '../../nix/apply';
import { attrsFrom, getAttr, isTagged } from '../../nix/attrs';
import { expectAttrs, expectItems, expectString } from '../../nix/expect';
import { functions, type Members, texts, thrown } from '../../nix/lib/kit';
import { native } from '../../nix/native';
import { delay, force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isList,
  isString,
  isUnknown,
  type Lazy,
  list,
  str,
  type Value,
} from '../../nix/value';
import type { ModuleContext } from '../context';
import { declare } from '../declare';
import { type Def, def } from '../definition';
import { mergeDefault, mergeEqual, mergeOne } from '../merging';
import { showDefs, showFiles, showOption } from '../show';
import { typeValue } from '../type-value';
import { nullOr } from '../types/either';
import { bool, packageType } from '../types/scalar';

function withFields(set: Attrs, fields: Readonly<Record<string, Lazy>>): Attrs {
  const entries = new Map<string, Attr>(set.entries);
  for (const [name, value] of Object.entries(fields)) entries.set(name, { value, key: undefined });
  return attrs(entries, set.open, set.origin);
}

function defsFrom(lazy: Lazy): readonly Def[] {
  return expectItems(lazy).map((item) => {
    const set = expectAttrs(item);
    const file = set.entries.get('file');
    const value = set.entries.get('value');
    const name = file === undefined ? null : force(file.value);
    return def(isString(name) ? name.text : '', value?.value ?? null, value?.key);
  });
}

function locFrom(lazy: Lazy): readonly string[] {
  const value = force(lazy);
  return isList(value) ? texts(value) : [];
}

/** The package that a path into `pkgs` leads to. */
function packageAt(pkgs: Attrs, path: readonly string[]): Value {
  return path.reduce<Value>((set, name) => {
    const found = isAttrs(set) ? getAttr(set, name) : undefined;
    if (found === undefined) throw thrown(`mkPackageOption: attribute '${path.join('.')}' missing`);
    return force(found);
  }, pkgs);
}

function pathOf(lazy: Lazy): readonly string[] {
  const value = force(lazy);
  return isString(value) ? [value.text] : texts(value);
}

function mkPackageOption(ctx: ModuleContext, pkgs: Lazy, name: Lazy, args: Attrs): Value {
  const fieldOf = (key: string): Lazy | undefined => args.entries.get(key)?.value;
  const nullable = force(fieldOf('nullable') ?? false) === true;
  const given = fieldOf('default');
  const isNull = given !== undefined && force(given) === null;
  const path = isNull ? undefined : pathOf(given ?? name);
  const shown = path?.join('.') ?? 'null';
  const source = expectString(fieldOf('pkgsText') ?? str('pkgs'));
  const option = declare(ctx, {
    type: nullable ? nullOr(packageType) : packageType,
    description: `The ${pathOf(name).join(' ')} package to use.`,
  });
  if (path === undefined) return withFields(option, { default: null });
  const open = force(pkgs);
  const value = delay(ctx.rt, () => (isAttrs(open) ? packageAt(open, path) : isUnknown(open) ? open : null));
  return withFields(option, { default: value, defaultText: literal(`${source}.${shown}`) });
}

function literal(text: string): Attrs {
  return attrsFrom([
    ['_type', str('literalExpression')],
    ['text', str(text)],
  ]);
}

function tagWith(tag: string) {
  return (_rt: unknown, text: Lazy): Value =>
    attrsFrom([
      ['_type', str(tag)],
      ['text', text],
    ]);
}

/** `mkOption` and what else lib has about options. */
export function optionFunctions(ctx: ModuleContext): Members {
  const { rt } = ctx;
  const sink = withFields(declare(ctx, { type: bool }), {
    internal: true,
    visible: false,
    default: false,
    description: str('Sink for option definitions.'),
    type: typeValue(ctx, { ...bool, name: 'sink', merge: () => null, check: () => true }),
    apply: native('apply', 1, refuseSink),
    readOnly: false,
  });
  return {
    ...functions({
      mkOption: (_rt, fields) => withFields(expectAttrs(fields), { _type: str('option') }),
      mkEnableOption: (_rt, name) =>
        withFields(declare(ctx, { type: bool, default: false }), {
          example: true,
          description: delay(rt, () => str(`Whether to enable ${described(name)}.`)),
        }),
      mkPackageOption: (_rt, pkgs, name, args) => mkPackageOption(ctx, pkgs, name, expectAttrs(args)),
      mkPackageOptionMD: (_rt, pkgs, name, args) => mkPackageOption(ctx, pkgs, name, expectAttrs(args)),
      mkSinkUndeclaredOptions: (_rt, fields) => withFields(sink, Object.fromEntries(fieldsOf(expectAttrs(fields)))),
      isOption: (_rt, value) => isTagged(force(value), 'option'),
      showOption: (_rt, path) => str(showOption(locFrom(path))),
      showFiles: (_rt, files) => str(showFiles(texts(files))),
      showDefs: (_rt, defs) => str(showDefs(defsFrom(defs))),
      getValues: (_rt, defs) => list(defsFrom(defs).map((one) => one.value)),
      getFiles: (_rt, defs) => list(defsFrom(defs).map((one) => str(one.file))),
      mergeDefaultOption: (_rt, path, defs) => mergeDefault(ctx, locFrom(path), defsFrom(defs)),
      mergeEqualOption: (_rt, path, defs) => mergeEqual(ctx, locFrom(path), defsFrom(defs)),
      mergeOneOption: (_rt, path, defs) => mergeOne(ctx, locFrom(path), defsFrom(defs)),
      mergeUniqueOption: (inner, args, path, defs) => {
        const fields = expectAttrs(args);
        const message = expectString(fields.entries.get('message')?.value ?? str(''));
        const merge = fields.entries.get('merge');
        const value = mergeOne(ctx, locFrom(path), defsFrom(defs), message);
        return merge === undefined ? value : apply(inner, merge.value, path, defs);
      },
      literalExpression: tagWith('literalExpression'),
      literalExample: tagWith('literalExpression'),
      literalMD: tagWith('literalMD'),
      literalDocBook: tagWith('literalDocBook'),
      mdDoc: (_rt, text) => force(text),
    }),
    unknownModule: str('<unknown-file>'),
  };
}

function fieldsOf(set: Attrs): readonly (readonly [string, Lazy])[] {
  return [...set.entries].map(([name, attr]) => [name, attr.value]);
}

function refuseSink(): Value {
  throw thrown('Option value is not readable because the option is not declared.');
}

function described(name: Lazy): string {
  const value = force(name);
  return isString(value) ? value.text : '…';
}
