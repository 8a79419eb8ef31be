import type { Origin } from '../base/span';
import { NixError } from './errors';
import { mismatch } from './expect';
import { overlay } from './layered';
import { attrNames } from './order';
import { selectText } from './quote';
import { suggest } from './suggest';
import { force } from './thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isString,
  isUnknown,
  type Lazy,
  type OpenWorld,
  type Unknown,
  unknown,
  type Value,
} from './value';

export { attrNames } from './order';

/** The attribute, or what the open world says of it; undefined when the set does not have it. */
export function getAttr(set: Attrs, name: string): Lazy | undefined {
  const entry = set.entries.get(name);
  if (entry !== undefined) return entry.value;
  return set.open === undefined || set.open.has?.(name) === false ? undefined : set.open.get(name);
}

/** The attribute if it surely exists: an open world's word that it might is not enough. */
export function certainAttr(set: Attrs, name: string): Lazy | undefined {
  const entry = set.entries.get(name);
  if (entry !== undefined) return entry.value;
  return set.open?.has?.(name) === true ? set.open.get(name) : undefined;
}

/** What selecting from an unknown gives: an unknown with the path appended. */
export function selectUnknown({ why }: Unknown, name: string): Unknown {
  return unknown(selectText(why, name));
}

/** A member of an unknown, which may be known although the whole is not. */
export function memberOf(target: Unknown, name: string): Lazy {
  return target.members?.(name) ?? selectUnknown(target, name);
}

/** `target.name`; undefined when there is no such attribute or the target is no set. */
export function trySelect(target: Value, name: string): Lazy | undefined {
  if (isAttrs(target)) return getAttr(target, name);
  return isUnknown(target) ? memberOf(target, name) : undefined;
}

/** `target.name`, with Nix's errors. */
export function select(target: Value, name: string, origin?: Origin): Lazy {
  const found = trySelect(target, name);
  if (found !== undefined) return found;
  if (!isAttrs(target)) throw mismatch('a set', target, origin);
  throw missing(target, name, origin);
}

/** The error for an attribute that a set does not have. */
export function missing(set: Attrs, name: string, origin?: Origin): NixError {
  return new NixError('missing', `attribute '${name}' missing${suggest(name, set.entries.keys())}`, origin);
}

/** Whether a set has an attribute; unknown on an open set that does not say. */
export function hasAttr(set: Attrs, name: string): boolean | Unknown {
  if (set.entries.has(name)) return true;
  if (set.open === undefined) return false;
  return set.open.has?.(name) ?? hasUnknown(set.open.why, name);
}

/** A configuration and its options, at their top. */
const CONFIGURED = /^(config|options)$/;

/** `why ? name`, as a condition. A configuration is rather without what only further modules would bring. */
export function hasUnknown(why: string, name: string): Unknown {
  const likely = !CONFIGURED.test(why);
  return unknown(`${why} ? ${selectText('', name).slice(1)}`, { op: 'leaf', likely });
}

/** `left // right`. What the right side may hold beyond what is known does not replace what the left side holds. */
export function mergeAttrs(left: Attrs, right: Attrs): Attrs {
  if (right.entries.size === 0 && right.open === undefined) return left;
  if (left.entries.size === 0 && left.open === undefined) return right;
  const entries = overlay(left.entries, right.entries);
  const merged = attrs(entries, mergeOpen(left.open, right.open), right.origin ?? left.origin);
  const overridden = hidden(left, right);
  return overridden.length === 0 ? merged : { ...merged, overridden };
}

/** Sets of directives and options are small; what larger ones hide nobody asks. */
const SMALL = 64;

/** What was written in a set and is hidden by another, so that an editor knows what it is. */
function hidden(left: Attrs, right: Attrs): readonly (readonly [string, Attr])[] {
  const before = [...(left.overridden ?? []), ...(right.overridden ?? [])];
  if (left.entries.size > SMALL || right.entries.size > SMALL || before.length > SMALL) return before;
  const found = [...right.entries.keys()].flatMap((name): (readonly [string, Attr])[] => {
    const attr = left.entries.get(name);
    return attr?.key === undefined ? [] : [[name, attr]];
  });
  return [...before, ...found];
}

function mergeOpen(left: OpenWorld | undefined, right: OpenWorld | undefined): OpenWorld | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return {
    why: `${left.why} // ${right.why}`,
    get: (name) => (right.has?.(name) === false ? left.get(name) : right.get(name)),
    has: (name) => {
      const inLeft = left.has?.(name);
      const inRight = right.has?.(name);
      return inLeft === true || inRight === true ? true : inLeft === false ? inRight : undefined;
    },
  };
}

/** A set of which nothing is known, standing for an unknown where a set is needed. */
export function openSet(of: Unknown): Attrs {
  return attrs(new Map(), { why: of.why, get: (name) => memberOf(of, name) });
}

/** A set of which some attributes are known: a name that it does not hold is an unknown that says which one. */
export function openRecord(why: string, known: Readonly<Record<string, Lazy>>): Attrs {
  return attrsFrom(Object.entries(known), { why, get: (name) => unknown(selectText(why, name)) });
}

/** A set from names and values, without positions. */
export function attrsFrom(entries: Iterable<readonly [string, Lazy]>, open?: OpenWorld): Attrs {
  const map = new Map<string, Attr>();
  for (const [name, value] of entries) map.set(name, { value, key: undefined });
  return attrs(map, open);
}

/** The set with every value replaced; names and their places stay. What the open world gives is replaced as well. */
export function mapAttrs(set: Attrs, change: (name: string, value: Lazy) => Lazy): Attrs {
  const entries = new Map<string, Attr>();
  for (const name of attrNames(set)) {
    const attr = set.entries.get(name) as Attr;
    entries.set(name, { value: change(name, attr.value), key: attr.key });
  }
  const { open } = set;
  return attrs(entries, open && { ...open, get: (name) => change(name, open.get(name)) });
}

/** The set without some names, the open world included. */
export function removeAttrs(set: Attrs, names: ReadonlySet<string>): Attrs {
  const entries = new Map([...set.entries].filter(([name]) => !names.has(name)));
  const { open } = set;
  return attrs(entries, open && { ...open, has: (name) => (names.has(name) ? false : open.has?.(name)) });
}

function textAt(set: Attrs, name: string): string | undefined {
  const attr = set.entries.get(name);
  const value = attr && force(attr.value);
  return value !== undefined && isString(value) ? value.text : undefined;
}

/** Whether a value is a derivation, or a package of the open world: `type` is "derivation". */
export function isDerivation(value: Value): value is Attrs {
  return isAttrs(value) && textAt(value, 'type') === 'derivation';
}

/** The `_type` of a set that stands for something else: `if`, `option`, `fileset`, …; undefined for every other set. */
export function tagOf(set: Attrs): string | undefined {
  return textAt(set, '_type');
}

/** Whether a value is a set of that `_type`. */
export function isTagged(value: Value, tag: string): value is Attrs {
  return isAttrs(value) && tagOf(value) === tag;
}
