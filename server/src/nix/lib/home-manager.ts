import { attrsFrom, isDerivation, mapAttrs, mergeAttrs, openRecord, openSet } from '../attrs';
import { expectAttrs, expectBool, expectList, expectString, expectText } from '../expect';
import { native } from '../native';
import { sortNames } from '../order';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force } from '../thunk';
import {
  type Attrs,
  attrs,
  attrsOf,
  isAttrs,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { follow } from './attrsets-paths';
import { coerceText, entriesOf, equals, functions, join, later, type Members, member, openItems, texts } from './kit';
import { toposort } from './lists-sets';

type Entry = Readonly<Record<'before' | 'after' | 'data', Lazy>>;

const entry = ({ before, after, data }: Entry): Attrs => attrsOf({ after, before, data });

const NONE = list([]);

/** Entries `tag-0`, `tag-1`, …, each after the one before; the first and the last keep what the whole is put between. */
function entriesBetween(tag: string, before: Lazy, after: Lazy, entries: Lazy): Attrs {
  const { items } = expectList(entries);
  return attrsFrom(
    items.map((data, i) => [
      `${tag}-${i}`,
      entry({
        before: i === items.length - 1 ? before : NONE,
        after: i === 0 ? after : list([str(`${tag}-${i - 1}`)]),
        data,
      }),
    ]),
  );
}

const isEntry = (lazy: Lazy): boolean => {
  const value = force(lazy);
  return isAttrs(value) && ['data', 'after', 'before'].every((name) => value.entries.has(name));
};

/** The entries of a graph in an order that respects `before` and `after`, or the cycle that there is. */
function sorted(rt: Runtime, dag: Attrs): Value {
  const known = entriesOf(dag).map(([name, one]) => ({ name, value: expectAttrs(one.value) }));
  const nodes = known.map(({ name, value }) => {
    const declared = known.filter((other) => texts(member(other.value, 'before')).includes(name));
    const after = list([...expectList(member(value, 'after')).items, ...declared.map((other) => str(other.name))]);
    return attrsOf({ name: str(name), data: member(value, 'data'), after });
  });
  const before = native('before', 2, (_run, a, b) =>
    texts(member(expectAttrs(b), 'after')).includes(expectString(member(expectAttrs(a), 'name'))),
  );
  const result = expectAttrs(toposort(rt, before, nodes));
  const order = result.entries.get('result');
  if (order === undefined) return result;
  const plain = expectList(order.value).items.map((item) => {
    const node = expectAttrs(item);
    return attrsOf({ name: member(node, 'name'), data: member(node, 'data') });
  });
  return attrsOf({ result: list(plain) });
}

const dag = {
  empty: attrsOf({}),
  ...functions({
    isEntry: (_rt, value) => isEntry(value),
    isDag: (_rt, value) => {
      const known = force(value);
      return isAttrs(known) && entriesOf(known).every(([, one]) => isEntry(one.value));
    },
    topoSort: (rt, graph) => sorted(rt, expectAttrs(graph)),
    map: (rt, f, graph) =>
      mapAttrs(expectAttrs(graph), (name, value) =>
        delay(rt, () => {
          const known = expectAttrs(value);
          return mergeAttrs(known, attrsOf({ data: later(rt, f, str(name), member(known, 'data')) }));
        }),
      ),
    entryBetween: (_rt, before, after, data) => entry({ before, after, data }),
    entryAnywhere: (_rt, data) => entry({ before: NONE, after: NONE, data }),
    entryAfter: (_rt, after, data) => entry({ before: NONE, after, data }),
    entryBefore: (_rt, before, data) => entry({ before, after: NONE, data }),
    entriesBetween: (_rt, tag, before, after, entries) => entriesBetween(expectString(tag), before, after, entries),
    entriesAnywhere: (_rt, tag, entries) => entriesBetween(expectString(tag), NONE, NONE, entries),
    entriesAfter: (_rt, tag, after, entries) => entriesBetween(expectString(tag), NONE, after, entries),
    entriesBefore: (_rt, tag, before, entries) => entriesBetween(expectString(tag), before, NONE, entries),
  }),
};

const systemOf = (pkgs: Lazy): Lazy => {
  const found = follow(['stdenv', 'hostPlatform', 'system'], pkgs);
  return 'found' in found ? found.found : unknown('pkgs.stdenv.hostPlatform.system');
};

const assertions = functions({
  assertPlatform: (rt, module, pkgs, platforms) =>
    attrsOf({
      assertion: delay(rt, () => expectList(platforms).items.some((one) => equals(rt, one, systemOf(pkgs)))),
      message: delay(rt, () => {
        const names = sortNames(texts(platforms)).map((name) => `  - ${name}`);
        return str(
          `The module ${expectString(module)} does not support your platform. It only supports\n\n${names.join('\n')}`,
        );
      }),
    }),
});

/** launchd's calendar of each named interval. */
const CALENDAR: Readonly<Record<string, readonly Readonly<Record<string, bigint>>[]>> = {
  hourly: [{ Minute: 0n }],
  daily: [{ Hour: 0n, Minute: 0n }],
  weekly: [{ Weekday: 1n, Hour: 0n, Minute: 0n }],
  monthly: [{ Day: 1n, Hour: 0n, Minute: 0n }],
  semiannually: [
    { Month: 1n, Day: 1n, Hour: 0n, Minute: 0n },
    { Month: 7n, Day: 1n, Hour: 0n, Minute: 0n },
  ],
  annually: [{ Month: 1n, Day: 1n, Hour: 0n, Minute: 0n }],
};

const INTERVALS = Object.keys(CALENDAR).join(', ');

const darwin = {
  intervalDocumentation: str(`On Darwin, it must be one of: ${INTERVALS}.\n`),
  ...functions({
    mkCalendarInterval: (_rt, frequency) => {
      const found = CALENDAR[expectString(frequency)];
      return found === undefined ? null : list(found.map((one) => attrsOf(one)));
    },
    assertInterval: (rt, option, interval, pkgs) =>
      attrsOf({
        assertion: delay(rt, () => {
          const system = expectString(systemOf(pkgs));
          return !system.endsWith('-darwin') || expectString(interval) in CALENDAR;
        }),
        message: delay(rt, () => str(`On Darwin, ${expectString(option)} must be one of: ${INTERVALS}.`)),
      }),
  }),
};

function withSeparator(separator: string, text: string): string {
  const split = text.replace(/[A-Z]/g, (c) => separator + c.toLowerCase());
  return split.startsWith(separator) ? split.slice(separator.length) : split;
}

const matches = (pattern: RegExp) => (_rt: Runtime, text: Lazy) => pattern.test(expectString(text));

const strings = functions({
  storeFileName: (_rt, where) => str(`hm_${expectString(where).replace(/[^A-Za-z0-9+._?=]/g, '')}`),
  toCaseWithSeparator: (_rt, separator, text) => str(withSeparator(expectString(separator), expectString(text))),
  toSnakeCase: (_rt, text) => str(withSeparator('_', expectString(text))),
  toKebabCase: (_rt, text) => str(withSeparator('-', expectString(text))),
  isCamelCase: matches(/^[a-z]+([A-Z][a-z0-9]*)+$/),
  isPascalCase: matches(/^[A-Z][a-z0-9]*([A-Z][a-z0-9]*)*$/),
  isSnakeCase: matches(/^[a-z0-9]+(_[a-z0-9]+)*$/),
  isKebabCase: matches(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  isScreamingSnakeCase: matches(/^[A-Z0-9]+(_[A-Z0-9]+)*$/),
  isPathLike: (_rt, content) => {
    const value = force(content);
    if (isUnknown(value)) return value;
    return isPath(value) || isDerivation(value) || (isString(value) && value.text.startsWith('/nix/store/'));
  },
});

function exported(rt: Runtime, name: string, lazy: Lazy): NixString {
  const value = force(lazy);
  const text = typeof value === 'boolean' ? str(String(value)) : coerceText(rt, value);
  return concatStrings(rt, [str(`export ${name}="`), text, str('"')]);
}

const shell = functions({
  export: (rt, name, value) => exported(rt, expectString(name), value),
  exportAll: (rt, variables) => {
    const set = expectAttrs(variables);
    const given = entriesOf(set).filter(([, one]) => force(one.value) !== null);
    return join(
      rt,
      str('\n'),
      list(
        given.map(([name, one]) => exported(rt, name, one.value)),
        openItems(set),
      ),
    );
  },
  prependToVar: (rt, separator, name, values) => {
    const by = expectText(separator);
    const variable = expectString(name);
    return concatStrings(rt, [join(rt, by, expectList(values)), str(`\${${variable}:+`), by, str(`}$${variable}`)]);
  },
});

const booleans = functions({
  yesNo: (rt, value) => str(expectBool(rt, value) ? 'yes' : 'no'),
});

const open = (name: string, members: Members): Attrs => openRecord(`lib.hm.${name}`, members);

/** `lib.hm`: what home-manager adds to lib, as far as its modules need it for their units. */
export const homeManager: Members = {
  dag: open('dag', dag),
  assertions: open('assertions', assertions),
  booleans: open('booleans', booleans),
  darwin: open('darwin', darwin),
  strings: open('strings', strings),
  shell: open('shell', shell),
  maintainers: attrs(new Map(), {
    why: 'lib.hm.maintainers',
    get: (name) => openSet(unknown(`lib.hm.maintainers.${name}`)),
  }),
};
