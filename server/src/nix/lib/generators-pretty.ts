import { isDerivation, mapAttrs } from '../attrs';
import { expectBool, expectInt, expectString } from '../expect';
import { toJson } from '../json';
import type { Runtime } from '../runtime';
import { concatStrings, holeText, sliceText } from '../text';
import { delay, force } from '../thunk';
import { type Attrs, isAttrs, isList, type Lazy, list, type NixString, str, unknown, type Value } from '../value';
import {
  call,
  coerceText,
  entriesOf,
  functions,
  interpolated,
  lookup,
  mapKnown,
  member,
  namedArgs,
  REQUIRED,
  thrown,
} from './kit';
import { escapeIdentifier } from './nix-text';
import { functionArgs, isFunctionLike } from './trivial';

export interface PrettyOptions {
  readonly indent: string;
  readonly multiline: boolean;
  readonly allowPretty: boolean;
}

const escapeLine = (text: string) => text.replace(/\\|"|\$\{/g, (found) => `\\${found}`);

const escapeBlock = (text: string) => text.replace(/\$\{|''/g, (found) => (found === "''" ? "'''" : "''${"));

function prettyString(s: NixString, { indent, multiline }: PrettyOptions): NixString {
  if (!multiline || !s.text.includes('\n')) {
    const line = mapKnown(s, (piece) => escapeLine(piece).replaceAll('\n', '\\n'));
    return wrapped('"', line, '"');
  }
  const inner = `\n${indent}  `;
  const block = mapKnown(s, (piece) => escapeBlock(piece).replaceAll('\n', inner));
  return s.text.endsWith('\n')
    ? wrapped(`''${inner}`, sliceText(block, 0, block.text.length - inner.length), `\n${indent}''`)
    : wrapped(`''${inner}`, block, "''");
}

function wrapped(before: string, s: NixString, after: string): NixString {
  const holes = s.holes?.map((hole) => ({ ...hole, start: hole.start + before.length, end: hole.end + before.length }));
  return str(before + s.text + after, s.context, holes);
}

function prettyFunction(rt: Runtime, f: Lazy): string {
  const args = entriesOf(functionArgs(rt, f)).map(([name, one]) => (force(one.value) === true ? `${name}?` : name));
  return args.length === 0 ? '<function>' : `<function, args: {${args.join(', ')}}>`;
}

function prettySet(rt: Runtime, options: PrettyOptions, set: Attrs): NixString {
  if (options.allowPretty && set.entries.has('__pretty') && set.entries.has('val'))
    return interpolated(rt, call(rt, member(set, '__pretty'), member(set, 'val')));
  if (set.entries.size === 0) return set.open === undefined ? str('{ }') : holeText(unknown(set.open.why));
  if (isDerivation(set)) return str(`<derivation ${coerceText(rt, lookup(set, 'name') ?? str('???')).text}>`);
  const items = entriesOf(set).map(([name, one]) =>
    wrapped(`${escapeIdentifier(name)} = `, pretty(rt, deeper(options), one.value), ';'),
  );
  return enclosed(rt, options, '{', items, '}');
}

const deeper = (options: PrettyOptions): PrettyOptions => ({ ...options, indent: `${options.indent}  ` });

function enclosed(
  rt: Runtime,
  { indent, multiline }: PrettyOptions,
  open: string,
  items: readonly NixString[],
  close: string,
) {
  const intro = multiline ? `\n${indent}  ` : ' ';
  const outro = multiline ? `\n${indent}` : ' ';
  return wrapped(open + intro, concatStrings(rt, items, str(intro)), outro + close);
}

/** `lib.generators.toPretty`: a value as readable Nix. */
export function pretty(rt: Runtime, options: PrettyOptions, lazy: Lazy): NixString {
  const value = force(lazy);
  if (typeof value === 'number') return toJson(rt, value);
  if (typeof value !== 'object' || value === null) return str(String(value));
  switch (value.kind) {
    case 'string':
      return prettyString(value, options);
    case 'path':
      return str(value.path);
    case 'unknown':
      return holeText(value);
    case 'list':
      return value.items.length === 0
        ? str('[ ]')
        : enclosed(
            rt,
            options,
            '[',
            value.items.map((item) => pretty(rt, deeper(options), item)),
            ']',
          );
    case 'function':
      return str(prettyFunction(rt, value));
    case 'attrs':
      return isFunctionLike(rt, value) ? str(prettyFunction(rt, value)) : prettySet(rt, options, value);
  }
}

/** `lib.generators.withRecursion`: the value with everything below the limit replaced, or an error there. */
function limited(rt: Runtime, limit: bigint, fails: boolean, depth: bigint, lazy: Lazy): Value {
  const cut = (at: bigint, value: Lazy): Value => {
    if (at <= limit) return force(value);
    if (!fails) return str('<unevaluated>');
    throw thrown(
      `Exceeded maximum eval-depth limit of ${limit} while trying to evaluate with \`generators.withRecursion'!`,
    );
  };
  const next = (value: Lazy) => delay(rt, () => limited(rt, limit, fails, depth + 1n, cut(depth + 1n, value)));
  const value = force(lazy);
  if (isAttrs(value)) return mapAttrs(value, (name, one) => (SPECIAL.has(name) ? one : next(one)));
  if (isList(value)) return list(value.items.map(next), value.open);
  return cut(depth + 1n, value);
}

const SPECIAL = new Set(['__functor', '__functionArgs', '__toString', '__pretty']);

/** nixpkgs lib/generators.nix: values for people. */
export const prettyGenerators = functions({
  toPretty: (rt, options, value) => {
    const given = namedArgs(options, { allowPrettyValues: false, multiline: true, indent: str('') });
    return pretty(
      rt,
      {
        allowPretty: expectBool(rt, given.allowPrettyValues),
        multiline: expectBool(rt, given.multiline),
        indent: expectString(given.indent),
      },
      value,
    );
  },
  withRecursion: (rt, options, value) => {
    const given = namedArgs(options, { depthLimit: REQUIRED, throwOnDepthLimit: true });
    return limited(rt, expectInt(given.depthLimit), expectBool(rt, given.throwOnDepthLimit), 0n, value);
  },
});
