import { isTagged } from '../attrs';
import type { NixError } from '../errors';
import { expectAttrs, expectBool, expectItems, expectString, expectText } from '../expect';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { force } from '../thunk';
import {
  type Attrs,
  attrsOf,
  isAttrs,
  isList,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
} from '../value';
import { defaultPair, ini } from './generators-ini';
import { coerceText, functions, kindName, type Members, mapKnown, member, texts, thrown } from './kit';
import { backslashed } from './nix-text';

const SIMPLE = {
  string: 's',
  boolean: 'b',
  uchar: 'y',
  int16: 'n',
  uint16: 'q',
  int32: 'i',
  uint32: 'u',
  int64: 'x',
  uint64: 't',
  double: 'd',
  variant: 'v',
} as const;

interface IntType {
  readonly name: string;
  readonly type: string;
  readonly min: bigint | null;
  readonly max: bigint | null;
}

const INTEGERS: readonly IntType[] = [
  { name: 'mkInt32', type: SIMPLE.int32, min: -2147483648n, max: 2147483647n },
  { name: 'mkUint32', type: SIMPLE.uint32, min: 0n, max: 4294967295n },
  { name: 'mkInt64', type: SIMPLE.int64, min: null, max: null },
  { name: 'mkUint64', type: SIMPLE.uint64, min: 0n, max: null },
  { name: 'mkInt16', type: SIMPLE.int16, min: -32768n, max: 32767n },
  { name: 'mkUint16', type: SIMPLE.uint16, min: 0n, max: 65535n },
  { name: 'mkUchar', type: SIMPLE.uchar, min: 0n, max: 255n },
];

/** A typed value; `show` gives its text, by default with the type before it. */
function variant(type: string, value: Lazy, show: (rt: Runtime) => NixString): Attrs {
  return attrsOf({
    _type: str('gvariant'),
    type: str(type),
    value,
    __toString: native('__toString', 1, (rt, _self) => show(rt)),
  });
}

const annotated = (type: string, value: Lazy) =>
  variant(type, value, (rt) => concatStrings(rt, [str(`@${type} `), coerceText(rt, value)]));

const bare = (type: string, value: Lazy) => variant(type, value, (rt) => coerceText(rt, value));

const typeText = (value: Attrs): string => expectString(member(value, 'type'));

const sanitized = (text: string) => text.replace(/['\\]/g, (c) => `\\${c}`).replaceAll('\n', '\\n');

function stringVariant(value: Lazy): Attrs {
  return variant(SIMPLE.string, value, (rt) =>
    concatStrings(rt, [str("'"), mapKnown(expectText(value), sanitized), str("'")]),
  );
}

function unclear(value: bigint): NixError {
  const fitting = INTEGERS.filter(({ min, max }) => (min === null || min <= value) && (max === null || value <= max));
  const choices = fitting.map(({ name, type }) => `- \`lib.gvariant.${name}\` for \`${type}\``).join('\n');
  return thrown(
    `The GVariant type for number “${value}” is unclear.\nPlease wrap the value with one of the following, depending on the value type in GSettings schema:\n${choices}\n`,
  );
}

/** `lib.gvariant.mkValue`: the typed value that a plain one stands for. */
function gvariantOf(lazy: Lazy): Attrs {
  const value = force(lazy);
  if (typeof value === 'boolean') return variant(SIMPLE.boolean, value, () => str(String(value)));
  if (typeof value === 'number') return bare(SIMPLE.double, value);
  if (typeof value === 'bigint') throw unclear(value);
  if (value === null) throw thrown("The GVariant type of “null” can't be inferred.");
  if (isString(value)) return stringVariant(value);
  if (isList(value)) return arrayOf(value);
  if (isTagged(value, 'gvariant')) return value;
  if (isAttrs(value))
    throw thrown(
      'Cannot construct GVariant value from an attribute set. If you want to construct a dictionary, you will need to create an array containing items constructed with `lib.gvariant.mkDictionaryEntry`.',
    );
  throw thrown(`The GVariant type of “${kindName(value)}” can't be inferred.`);
}

function sequence(type: string, items: readonly Attrs[], open: string, close: string): Attrs {
  return variant(type, list(items), (rt) =>
    concatStrings(rt, [
      str(`@${type} ${open}`),
      concatStrings(
        rt,
        items.map((item) => coerceText(rt, item)),
        str(','),
      ),
      str(close),
    ]),
  );
}

function arrayOf(lazy: Lazy): Attrs {
  const items = expectItems(lazy).map((item) => gvariantOf(item));
  const [first] = items;
  if (first === undefined) throw thrown('Please create empty array with mkEmptyArray.');
  if (items.some((item) => typeText(item) !== typeText(first)))
    throw thrown('Elements in a list should have same type.');
  return sequence(`a${typeText(first)}`, items, '[', ']');
}

function maybe(type: string, value: Lazy): Attrs {
  return variant(`m${type}`, value, (rt) =>
    force(value) === null ? str(`@m${type} nothing`) : concatStrings(rt, [str('just '), coerceText(rt, value)]),
  );
}

const typeFunctions = functions({
  arrayOf: (_rt, type) => str(`a${expectString(type)}`),
  maybeOf: (_rt, type) => str(`m${expectString(type)}`),
  tupleOf: (_rt, types) => str(`(${texts(types).join('')})`),
  dictionaryEntryOf: (_rt, name, value) => str(`{${expectString(name)}${expectString(value)}}`),
});

const simpleTypes = Object.fromEntries(Object.entries(SIMPLE).map(([name, type]) => [name, str(type)]));

/** nixpkgs lib/gvariant.nix. */
export const gvariant: Members = {
  type: attrsOf({ ...simpleTypes, ...typeFunctions }),
  intConstructors: list(
    INTEGERS.map(({ name, type, min, max }) => attrsOf({ name: str(name), type: str(type), min, max })),
  ),
  ...functions({
    isGVariant: (_rt, value) => {
      const known = force(value);
      return isUnknown(known) ? known : isTagged(known, 'gvariant');
    },
    mkValue: (_rt, value) => gvariantOf(value),
    mkArray: (_rt, items) => arrayOf(items),
    mkEmptyArray: (_rt, type) => variant(`a${expectString(type)}`, list([]), () => str(`@a${expectString(type)} []`)),
    mkVariant: (_rt, value) => {
      const inner = gvariantOf(value);
      return variant(SIMPLE.variant, inner, (rt) => concatStrings(rt, [str('<'), coerceText(rt, inner), str('>')]));
    },
    mkDictionaryEntry: (_rt, name, value) => {
      const key = gvariantOf(name);
      const content = gvariantOf(value);
      const type = `{${typeText(key)}${typeText(content)}}`;
      return variant(type, attrsOf({ name, value }), (rt) =>
        concatStrings(rt, [str(`@${type} {`), coerceText(rt, key), str(','), coerceText(rt, content), str('}')]),
      );
    },
    mkMaybe: (_rt, type, value) => maybe(expectString(type), value),
    mkNothing: (_rt, type) => maybe(expectString(type), null),
    mkJust: (_rt, value) => {
      const inner = gvariantOf(value);
      return maybe(typeText(inner), inner);
    },
    mkTuple: (_rt, items) => {
      const inner = expectItems(items).map((item) => gvariantOf(item));
      return sequence(`(${inner.map(typeText).join('')})`, inner, '(', ')');
    },
    mkBoolean: (rt, value) => variant(SIMPLE.boolean, value, () => str(String(expectBool(rt, value)))),
    mkString: (_rt, value) => stringVariant(value),
    mkObjectpath: (_rt, value) =>
      variant(SIMPLE.string, value, (rt) =>
        concatStrings(rt, [
          str("objectpath '"),
          mapKnown(expectText(value), (text) => text.replaceAll("'", "\\'")),
          str("'"),
        ]),
      ),
    mkUchar: (_rt, value) => annotated(SIMPLE.uchar, value),
    mkInt16: (_rt, value) => annotated(SIMPLE.int16, value),
    mkUint16: (_rt, value) => annotated(SIMPLE.uint16, value),
    mkInt32: (_rt, value) => bare(SIMPLE.int32, value),
    mkUint32: (_rt, value) => annotated(SIMPLE.uint32, value),
    mkInt64: (_rt, value) => annotated(SIMPLE.int64, value),
    mkUint64: (_rt, value) => annotated(SIMPLE.uint64, value),
    mkDouble: (_rt, value) => bare(SIMPLE.double, value),
  }),
};

/** `lib.generators.toDconfINI` and its parts. */
export const dconfGenerators = functions({
  mkDconfKeyValue: (rt, key, value) => dconfPair(rt, expectString(key), value),
  toDconfINI: (rt, sections) =>
    ini(
      rt,
      { pair: dconfPair, section: (_run, name) => str(backslashed(['[', ']'], name)), duplicateKeys: false },
      expectAttrs(sections),
    ),
});

const dconfPair = defaultPair('=', (rt, value) => {
  const known = force(value);
  return isUnknown(known) ? holeText(known) : coerceText(rt, gvariantOf(known));
});
