import type { Origin } from '../base/span';
import { coerceToString } from '../nix/coerce';
import type { Runtime } from '../nix/runtime';
import { holeText } from '../nix/text';
import { force, originOf } from '../nix/thunk';
import {
  type Attr,
  type Context,
  type Definition,
  isList,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  type Unknown,
  type Value,
} from '../nix/value';
import type { Entry, ValueHole } from './model';
import { attempt, type Collector } from './problems';

/** An entry, and what its value refers to in the store. */
export interface Written {
  readonly entry: Entry;
  readonly context: Context | undefined;
}

/** One printed value, with the expression that made it. */
interface Printed {
  readonly text: NixString;
  readonly origin: Origin | undefined;
}

function scalar(rt: Runtime, lazy: Lazy): NixString {
  const value = force(lazy);
  if (typeof value === 'boolean') return str(String(value));
  if (isUnknown(value)) return holeText(value);
  return coerceToString(rt, value, { mode: 'toString' });
}

/** The lines that a value becomes: a list one each, anything else one. */
function printed(rt: Runtime, lazy: Lazy): readonly Printed[] {
  const value = force(lazy);
  if (!isList(value)) return [{ text: scalar(rt, value), origin: originOf(lazy) }];
  const items = value.items.map((item) => ({ text: scalar(rt, item), origin: originOf(item) }));
  return value.open === undefined ? items : [...items, { text: holeText(value.open), origin: originOf(lazy) }];
}

/** The values that there are. */
export function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}

/** The unknown pieces of a text, and why each is unknown. */
export function holesOf({ holes }: NixString): readonly ValueHole[] {
  return holes?.map(({ start, end, unknown }) => ({ start, end, why: unknown.why })) ?? [];
}

/** The entry of a text, with what is recorded of its definitions. */
export function entryOf(
  section: string,
  key: string,
  text: NixString,
  definitions: readonly Definition[],
  values: readonly Origin[] = present(definitions.map((one) => one.value)),
): Written {
  const conditions = [...new Set(definitions.flatMap((one) => one.conditions))];
  const keys = present(definitions.map((one) => one.key));
  const forced = definitions.some((one) => one.forced === true);
  const entry = { section, key, value: text.text, holes: holesOf(text), keys, values, conditions, forced };
  return { entry, context: text.context };
}

function definitionsOf(attr: Attr): readonly Definition[] {
  if (attr.definitions !== undefined) return attr.definitions;
  return attr.key === undefined ? [] : [{ key: attr.key, value: originOf(attr.value), conditions: [] }];
}

/** Where an attribute was named in the definitions that count. */
export function keysOf(attr: Attr): readonly Origin[] {
  return present(definitionsOf(attr).map((one) => one.key));
}

/** The unknown conditions that were assumed for an attribute's definitions. */
export function conditionsOf(attr: Attr): readonly string[] {
  return definitionsOf(attr).flatMap((one) => one.conditions);
}

/** The entries that an attribute of a section's set becomes; a list gives several, an empty one none. */
export function entriesOf(rt: Runtime, section: string, key: string, attr: Attr): readonly Written[] {
  const lines = printed(rt, attr.value);
  const definitions = definitionsOf(attr);
  return lines.map(({ text, origin }) => {
    const isPart = isList(force(attr.value)) && origin !== undefined;
    return entryOf(section, key, text, definitions, isPart ? [origin] : undefined);
  });
}

/** As `entriesOf`; what does not evaluate gives no entry, what takes too long one with a hole. */
export function knownEntries(rt: Runtime, to: Collector, section: string, key: string, attr: Attr): readonly Written[] {
  const hole = (why: Unknown): readonly Written[] => entriesOf(rt, section, key, { value: why, key: attr.key });
  return attempt(rt, to, () => entriesOf(rt, section, key, attr), hole) ?? [];
}

/** Whether a value prints nothing at all. */
export function isNothing(value: Value): boolean {
  return value === null || (isList(value) && value.items.length === 0 && value.open === undefined);
}

/** Unknown pieces of a text of which only the characters are left, by the signs around them. */
export function holesIn(text: string): Entry['holes'] {
  return [...text.matchAll(/‹([^›]*)›/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    why: found[1] ?? '',
  }));
}
