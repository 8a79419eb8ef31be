import { attrsFrom, mergeAttrs, openRecord } from '../attrs';
import { expectAttrs, expectText } from '../expect';
import { sanitizeDerivationName } from '../lib/nix-text';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { holeText, mergeContexts } from '../text';
import { delay, force } from '../thunk';
import {
  type Attrs,
  attrs,
  attrsOf,
  type GeneratedFile,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
  type Value,
} from '../value';

/** What makes a package of the open world. */
export interface PackageFacts {
  /** How code names it: `pkgs.foo`. Unknowns below it begin with this. */
  readonly why: string;
  /** The store name; may be unknown. */
  readonly name: Lazy;
  readonly pname: Lazy;
  /** The main program where nothing says otherwise. */
  readonly program: Lazy;
  /** Attributes that were given: arguments and passthru. */
  readonly fields: Attrs;
  /** The first is the one that the package's own path is. */
  readonly outputs: readonly string[];
  /** The store path, where it can be known. */
  readonly knownPath?: (rt: Runtime) => NixString | undefined;
  /** The text of a generated file. */
  readonly file?: (rt: Runtime) => GeneratedFile;
  /** The package with other attributes: `overrideAttrs`. */
  readonly rebuild: (rt: Runtime, change: Lazy) => Value;
  /** What other attributes are. */
  readonly other: (name: string) => Lazy;
  readonly call?: (rt: Runtime, argument: Lazy) => Value;
}

const COMMON_OUTPUTS = new Set(['bin', 'dev', 'lib', 'man', 'doc', 'info', 'devdoc', 'static', 'debug', 'data']);

/** `/nix/store/…-NAME`, or the real path, with a context that remembers a generated file's text. */
function storePathOf(rt: Runtime, facts: PackageFacts, output: string): NixString {
  const known = output === 'out' ? facts.knownPath?.(rt) : undefined;
  if (known !== undefined) return known;
  const name = nameText(force(facts.name));
  const suffix = output === 'out' ? '' : `-${output}`;
  const path = unknownStorePath(name.text + suffix);
  const encoded = `!${output}!${unknownStorePath(name.text)}.drv`;
  const file = facts.file?.(rt);
  const object = file === undefined ? { path, encoded } : { path, encoded, file };
  const string = storeString(object, file === undefined ? encoded : `${encoded} ${file.subpath} ${file.text.text}`);
  const start = path.length - suffix.length - name.text.length;
  const holes = name.holes?.map((hole) => ({ ...hole, start: hole.start + start, end: hole.end + start }));
  return { ...string, context: mergeContexts([string.context, name.context]), holes };
}

function nameText(value: Value): NixString {
  if (isUnknown(value)) return holeText(value);
  const text = expectText(value);
  return text.holes === undefined ? { ...text, text: sanitizeDerivationName(text.text), context: undefined } : text;
}

function metaOf(rt: Runtime, facts: PackageFacts): Attrs {
  const given = facts.fields.entries.get('meta');
  const base = openRecord(`${facts.why}.meta`, { mainProgram: facts.program, name: facts.name });
  if (given === undefined) return base;
  const value = delay(rt, () => force(given.value));
  const known = force(value);
  return isUnknown(known) ? base : mergeAttrs(base, expectAttrs(known));
}

/** A package: a derivation of which the store path, the name and the given attributes are known. */
export function makePackage(rt: Runtime, facts: PackageFacts): Attrs {
  const [main = 'out'] = facts.outputs;
  const outputs = facts.outputs.map((output): [string, Lazy] => [output, delay(rt, () => outputOf(rt, facts, output))]);
  const override = native('override', 1, (run, change) => facts.rebuild(run, overrideOnly(change)));
  const own = attrsFrom([
    ['type', str('derivation')],
    ['name', facts.name],
    ['pname', facts.pname],
    ['outPath', delay(rt, () => storePathOf(rt, facts, main))],
    ['drvPath', delay(rt, () => drvPath(facts))],
    ['outputName', str(main)],
    ['outputs', list(facts.outputs.map((output) => str(output)))],
    ['meta', delay(rt, () => metaOf(rt, facts))],
    ['override', override],
    ['overrideAttrs', native('overrideAttrs', 1, (run, change) => facts.rebuild(run, change))],
    ['overrideDerivation', native('overrideDerivation', 1, (run, change) => facts.rebuild(run, change))],
    ...(facts.outputs.length > 1 ? outputs : []),
  ]);
  const withOther = attrs(own.entries, {
    why: facts.why,
    get: (name) => otherAttribute(rt, facts, name),
    ...(facts.call && { call: facts.call }),
  });
  const kept = [...facts.fields.entries].filter(([name]) => !own.entries.has(name));
  return attrs(new Map([...kept, ...withOther.entries]), withOther.open);
}

/** Arguments of `override` change the build, not the attributes: nothing of them is known to. */
function overrideOnly(_change: Lazy): Lazy {
  return attrsOf({});
}

function otherAttribute(rt: Runtime, facts: PackageFacts, name: string): Lazy {
  if (name === 'out') return delay(rt, () => outputOf(rt, facts, 'out'));
  return COMMON_OUTPUTS.has(name) ? delay(rt, () => outputOf(rt, facts, name)) : facts.other(name);
}

function outputOf(rt: Runtime, facts: PackageFacts, output: string): Attrs {
  const single = makePackage(rt, { ...facts, outputs: [output] });
  return mergeAttrs(single, attrsOf({ outputSpecified: true }));
}

function drvPath(facts: PackageFacts): NixString {
  const name = nameText(force(facts.name));
  const path = `${unknownStorePath(name.text)}.drv`;
  return storeString({ path, encoded: `=${path}` });
}
