import { attrNames, attrsFrom } from '../attrs';
import { coerceToString } from '../coerce';
import { NixError } from '../errors';
import { expectAttrs, expectItems, expectString, expectText } from '../expect';
import { mergeContexts } from '../text';
import { force } from '../thunk';
import { type Func, type Lazy, list, type NixString, type StoreObject, str, type Value } from '../value';
import { primop } from './kit';

/** One element of a context: a plain path, a derivation's output, or a derivation with all its closure. */
type Element =
  | { readonly kind: 'path' | 'deep'; readonly path: string }
  | { readonly kind: 'output'; readonly path: string; readonly output: string };

function decode(encoded: string): Element {
  if (encoded.startsWith('=')) return { kind: 'deep', path: encoded.slice(1) };
  if (!encoded.startsWith('!')) return { kind: 'path', path: encoded };
  const end = encoded.indexOf('!', 1);
  return { kind: 'output', output: encoded.slice(1, end), path: encoded.slice(end + 1) };
}

/** `{ path = { path = true; allOutputs = true; outputs = [ … ]; }; }`. */
function getContext({ context }: NixString): Value {
  const found = new Map<string, { path: boolean; deep: boolean; outputs: string[] }>();
  for (const { encoded } of context?.values() ?? []) {
    const element = decode(encoded);
    const info = found.get(element.path) ?? { path: false, deep: false, outputs: [] };
    if (element.kind === 'output') info.outputs.push(element.output);
    else if (element.kind === 'deep') info.deep = true;
    else info.path = true;
    found.set(element.path, info);
  }
  return attrsFrom([...found].map(([path, info]) => [path, describeInfo(info)]));
}

function describeInfo(info: { path: boolean; deep: boolean; outputs: string[] }): Value {
  const entries: [string, Lazy][] = [];
  if (info.deep) entries.push(['allOutputs', true]);
  if (info.outputs.length > 0) entries.push(['outputs', list(info.outputs.sort().map((output) => str(output)))]);
  if (info.path) entries.push(['path', true]);
  return attrsFrom(entries);
}

function appendContext(string: NixString, added: Lazy): NixString {
  const set = expectAttrs(added);
  const context = new Map(string.context);
  for (const name of attrNames(set)) {
    if (!name.startsWith('/nix/store/')) throw new NixError('eval', `context key '"${name}"' is not a store path`);
    for (const object of contextObjects(name, set.entries.get(name)?.value ?? null)) {
      context.set(object.encoded, object);
    }
  }
  return str(string.text, context.size === 0 ? undefined : context, string.holes);
}

function contextObjects(path: string, lazy: Lazy): StoreObject[] {
  const info = expectAttrs(lazy);
  const flag = (name: string) => {
    const entry = info.entries.get(name);
    return entry !== undefined && force(entry.value) === true;
  };
  const outputs = info.entries.get('outputs');
  const objects: StoreObject[] = [];
  if (flag('path')) objects.push({ path, encoded: path });
  const derivation = path.endsWith('.drv');
  const asked = flag('allOutputs') || outputs !== undefined;
  if (asked && !derivation)
    throw new NixError('eval', `tried to add derivation context to a string that is not a derivation: '${path}'`);
  if (flag('allOutputs')) objects.push({ path, encoded: `=${path}` });
  for (const output of outputs === undefined ? [] : expectItems(outputs.value)) {
    objects.push({ path, encoded: `!${expectString(output)}!${path}` });
  }
  return objects;
}

/** The context with every element changed. */
function mapContext(string: NixString, change: (object: StoreObject) => StoreObject): NixString {
  const entries = [...(string.context ?? [])].map(([key, object]) => {
    const changed = change(object);
    return [changed === object ? key : changed.encoded, changed] as const;
  });
  return str(string.text, mergeContexts([new Map(entries)]), string.holes);
}

function addOutputs(string: NixString): NixString {
  const [object] = [...(string.context?.values() ?? [])];
  if (string.context?.size !== 1 || object === undefined) {
    throw new NixError(
      'eval',
      `context of string '${string.text}' must have exactly one element, but has ${string.context?.size ?? 0}`,
    );
  }
  const element = decode(object.encoded);
  if (element.kind === 'deep') return string;
  if (element.kind === 'output') {
    throw new NixError('eval', '`addDrvOutputDependencies` can only act on derivations, not on a derivation output');
  }
  if (!element.path.endsWith('.drv')) {
    throw new NixError('eval', `path '${element.path}' is not a derivation`);
  }
  return mapContext(string, (each) => ({ ...each, encoded: `=${element.path}` }));
}

const text = (argument: Lazy): NixString => expectText(argument);

export const contextBuiltins: readonly Func[] = [
  primop('addDrvOutputDependencies', 1, (_rt, argument) => addOutputs(text(argument))),
  primop('appendContext', 2, (_rt, argument, added) => appendContext(text(argument), added)),
  primop('getContext', 1, (_rt, argument) => getContext(text(argument))),
  primop('hasContext', 1, (_rt, argument) => (text(argument).context?.size ?? 0) > 0),
  primop('unsafeDiscardOutputDependency', 1, (_rt, argument) =>
    mapContext(text(argument), (object) =>
      object.encoded.startsWith('=') ? { ...object, encoded: object.encoded.slice(1) } : object,
    ),
  ),
  primop('unsafeDiscardStringContext', 1, (rt, argument) => {
    const string = coerceToString(rt, argument, { mode: 'interpolation' });
    return str(string.text, undefined, string.holes);
  }),
];
