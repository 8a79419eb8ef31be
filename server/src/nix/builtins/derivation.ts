import { isAlgorithm } from '../../store/digest';
import { isPlaceholder, parseHash } from '../../store/hash';
import { attrNames, attrsFrom, getAttr, select } from '../attrs';
import { coerceToString, concatStrings } from '../coerce';
import { NixError } from '../errors';
import { expectAttrs, expectItems, expectPlainText, expectString } from '../expect';
import { toJson } from '../json';
import { native, primop } from '../native';
import type { Runtime } from '../runtime';
import { unknownStorePath } from '../store-copy';
import { mergeContexts } from '../text';
import { delay, force } from '../thunk';
import {
  type Attrs,
  attrs,
  type Context,
  type Func,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  type StoreObject,
  str,
  type Value,
} from '../value';
import { type DrvFile, type DrvInput, type DrvPaths, drvPaths } from './drv-file';
import { checkName } from './store-name';

/** What Nix reads as text even where the attributes are passed as JSON. */
const STRUCTURED_TEXTS: ReadonlySet<string> = new Set([
  'builder',
  'system',
  'outputHash',
  'outputHashAlgo',
  'outputHashMode',
]);

/** What the attributes of a derivation say, as strings with their contexts. */
interface Recipe {
  readonly name: NixString;
  readonly outputs: readonly string[];
  readonly env: ReadonlyMap<string, NixString>;
  /** With `__structuredAttrs`: all attributes as JSON. */
  readonly json: NixString | undefined;
  readonly args: readonly NixString[];
  /** Something in it is not known, so that its paths cannot be. */
  readonly open: boolean;
}

function required(set: Attrs, name: string): Lazy {
  const value = getAttr(set, name);
  if (value === undefined) throw new NixError('missing', `required attribute '${name}' missing`);
  return value;
}

function checkedOutputs(set: Attrs): readonly string[] {
  const outputs = outputNames(set);
  if (outputs.length === 0) throw new NixError('eval', 'derivation cannot have an empty set of outputs');
  outputs.forEach((output, i) => {
    if (output === 'drvPath') throw new NixError('eval', `invalid derivation output name '${output}'`);
    if (outputs.indexOf(output) < i) throw new NixError('eval', `duplicate derivation output '${output}'`);
  });
  return outputs;
}

function readRecipe(rt: Runtime, set: Attrs): Recipe {
  const flag = (name: string) => {
    const entry = set.entries.get(name);
    return entry !== undefined && force(entry.value) === true;
  };
  const name = expectPlainText(select(set, 'name'));
  if (name.holes === undefined) checkName(name.text);
  const env = new Map<string, NixString>();
  const structured = flag('__structuredAttrs');
  const ignoreNulls = flag('__ignoreNulls');
  const shown = new Map<string, Lazy>();
  for (const key of attrNames(set)) {
    const value = set.entries.get(key)?.value ?? null;
    if (
      key === 'args' ||
      key === '__ignoreNulls' ||
      key === '__structuredAttrs' ||
      (ignoreNulls && force(value) === null)
    )
      continue;
    if (structured) shown.set(key, value);
    if (!structured || STRUCTURED_TEXTS.has(key)) env.set(key, coerceToString(rt, value, { mode: 'environment' }));
  }

  const given = set.entries.get('args');
  const args = given === undefined ? [] : expectItems(given.value);
  const texts = args.map((arg) => coerceToString(rt, arg, { mode: 'environment' }));
  const json = structured ? toJson(rt, attrsFrom(shown)) : undefined;
  const all = [name, ...env.values(), ...texts, ...(json === undefined ? [] : [json])];
  const open = set.open !== undefined || all.some(isOpen);
  return { name, json, outputs: checkedOutputs(set), env, args: texts, open };
}

/** Whether a string has a hole, or refers to something whose path or making is not known. */
function isOpen({ holes, context }: NixString): boolean {
  if (holes !== undefined) return true;
  return [...(context?.values() ?? [])].some(
    ({ path, encoded, drvHash }) =>
      path.includes('…') || encoded.startsWith('=') || (encoded.startsWith('!') && drvHash === undefined),
  );
}

function outputNames(set: Attrs): readonly string[] {
  const outputs = set.entries.get('outputs');
  return outputs === undefined ? ['out'] : expectItems(outputs.value).map(expectString);
}

function fixedOutput(recipe: Recipe): DrvFile['fixed'] | 'open' {
  const text = (name: string) => recipe.env.get(name)?.text ?? '';
  const hash = text('outputHash');
  if (!recipe.env.has('outputHash')) return undefined;
  if (hash === '' || isPlaceholder(hash)) return 'open';
  const algorithm = text('outputHashAlgo');
  const parsed = parseHash(hash, isAlgorithm(algorithm) ? algorithm : undefined);
  if (parsed.kind === 'malformed') throw new NixError('eval', parsed.message);
  const mode = text('outputHashMode');
  return { hash: parsed.hash, mode: mode === 'recursive' || mode === 'nar' ? 'recursive' : 'flat' };
}

/** The paths of a derivation; undefined where something that they hang on is not known. */
function knownPaths(recipe: Recipe): DrvPaths | undefined {
  const fixed = fixedOutput(recipe);
  if (recipe.open || fixed === 'open') return undefined;
  const context = mergeContexts([...recipe.env.values(), ...recipe.args, recipe.json].map((each) => each?.context));
  const text = (name: string) => recipe.env.get(name)?.text ?? '';
  const { json } = recipe;
  const env = new Map(
    json === undefined ? [...recipe.env].map(([name, value]) => [name, value.text]) : [['__json', json.text]],
  );
  for (const output of recipe.outputs) env.set(output, '');
  return drvPaths({
    name: recipe.name.text,
    outputs: recipe.outputs,
    fixed,
    ...inputsOf(context),
    system: text('system'),
    builder: text('builder'),
    args: recipe.args.map((arg) => arg.text),
    env,
  });
}

function inputsOf(context: Context | undefined): { inputs: DrvInput[]; sources: string[] } {
  const sources: string[] = [];
  const inputs = new Map<string, DrvInput>();
  for (const { encoded, drvHash } of context?.values() ?? []) {
    const [, output, path] = /^!([^!]*)!(.*)$/.exec(encoded) ?? [];
    if (output === undefined || path === undefined || drvHash === undefined) {
      sources.push(encoded);
    } else {
      const outputs = [...(inputs.get(path)?.outputs ?? []), output];
      inputs.set(path, { path, hash: drvHash, outputs });
    }
  }
  return { inputs: [...inputs.values()], sources };
}

/** A string that is a path of the derivation and refers to it. */
function pathString(
  rt: Runtime,
  recipe: Recipe,
  suffix: string,
  path: string | undefined,
  object: Omit<StoreObject, 'path'>,
): Value {
  const text =
    path === undefined ? concatStrings(rt, [str(unknownStorePath('')), recipe.name, str(suffix)]) : str(path);
  const key = path === undefined ? `${object.encoded}\0${suffix}` : object.encoded;
  return str(text.text, new Map([[key, { ...object, path: text.text }]]), text.holes);
}

/** `derivationStrict`: the paths of a derivation and of its outputs. */
function strict(rt: Runtime, argument: Lazy): Attrs {
  const set = expectAttrs(argument);
  const recipe = readRecipe(rt, set);
  required(set, 'builder');
  required(set, 'system');
  const paths = knownPaths(recipe);
  const drvPath = paths?.drvPath ?? unknownStorePath(`${recipe.name.text}.drv`);
  const drvHash = paths?.hash;
  const made = (suffix: string, path: string | undefined, encoded: string): Value =>
    pathString(rt, recipe, suffix, path, drvHash === undefined ? { encoded } : { encoded, drvHash });
  return attrsFrom([
    ['drvPath', made('.drv', paths?.drvPath, `=${drvPath}`)],
    ...recipe.outputs.map((output): [string, Lazy] => [
      output,
      made(output === 'out' ? '' : `-${output}`, paths?.outputs.get(output), `!${output}!${drvPath}`),
    ]),
  ]);
}

/** `derivation`: the attributes given, and for each output a set with its path, which is computed when it is asked for. */
function derivation(rt: Runtime, argument: Lazy): Value {
  const given = force(argument);
  if (isUnknown(given)) return given;
  const set = expectAttrs(given);
  const paths = delay(rt, () => strict(rt, set));
  const outputs = outputNames(set);
  const get = (name: string): Lazy => delay(rt, () => force(select(force(paths), name)));
  const common = new Map(set.entries);
  const values = outputs.map((output) => delay(rt, () => outputSet(output)));
  const put = (entries: typeof common, name: string, value: Lazy) => entries.set(name, { value, key: undefined });
  outputs.forEach((output, i) => {
    put(common, output, values[i] ?? null);
  });
  put(common, 'all', list(values));
  put(common, 'drvAttrs', set);
  const outputSet = (output: string): Attrs => {
    const entries = new Map(common);
    put(entries, 'outPath', get(output));
    put(entries, 'drvPath', get('drvPath'));
    put(entries, 'type', str('derivation'));
    put(entries, 'outputName', str(output));
    return attrs(entries, set.open, set.origin);
  };
  const [first] = values;
  if (first === undefined) throw new NixError('eval', "'builtins.head' called on an empty list");
  return force(first);
}

export const derivationBuiltins: readonly Func[] = [
  primop('derivationStrict', 1, strict),
  { ...native('derivation', 1, derivation), formals: new Map([['outputs', true]]), ellipsis: true },
];
