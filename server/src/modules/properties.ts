import { attrsFrom, isTagged, tagOf } from '../nix/attrs';
import { hopes, leavesOf } from '../nix/conditions';
import { NixError } from '../nix/errors';
import { force, originOf } from '../nix/thunk';
import { type Attrs, isAttrs, isList, isString, isUnknown, type Lazy, str, type Value } from '../nix/value';
import type { ModuleContext } from './context';
import { DEFAULT_PRIORITY, type Def } from './definition';

export const OPTION_DEFAULT_PRIORITY = 1500;
const DEFAULT_ORDER = 1000;

/** A set that stands for something else, told by its `_type`: `if`, `merge`, `override`, `order`, `option`, … */
export interface Tagged {
  readonly tag: string;
  readonly set: Attrs;
}

export function tagged(value: Value): Tagged | undefined {
  if (!isAttrs(value)) return undefined;
  const tag = tagOf(value);
  return tag === undefined ? undefined : { tag, set: value };
}

/** A set of a tag. */
export function property(tag: string, fields: Readonly<Record<string, Lazy>>): Attrs {
  return attrsFrom([['_type', str(tag)], ...Object.entries(fields)]);
}

/** An attribute of a property; its absence is an error, as selecting it would be. */
export function field(set: Attrs, name: string): Lazy {
  const attr = set.entries.get(name);
  if (attr === undefined) throw new NixError('missing', `attribute '${name}' missing`, set.origin);
  return attr.value;
}

function contents(value: Attrs): readonly Lazy[] {
  const items = force(field(value, 'contents'));
  if (isList(items)) return items.items;
  if (isUnknown(items)) return [items];
  throw new NixError('type', 'mkMerge expects a list of definitions', originOf(field(value, 'contents')));
}

function priorityOf(value: Attrs): number {
  const priority = force(field(value, 'priority'));
  return typeof priority === 'bigint' || typeof priority === 'number' ? Number(priority) : DEFAULT_PRIORITY;
}

interface Decision {
  readonly holds: boolean;
  readonly assumed: readonly string[];
}

/** Decides the condition of a `mkIf`: an unknown one by assumption, which is told as `why = true`. */
function decide(ctx: ModuleContext, condition: Lazy): Decision {
  const value = force(condition);
  if (typeof value === 'boolean') return { holds: value, assumed: [] };
  if (isUnknown(value)) {
    const hoped = hopes(value);
    if (hoped.length > 0 && ctx.open?.hopeful?.() === true) for (const leaf of hoped) ctx.rt.assumptions.decide(leaf);
    const holds = ctx.rt.assumptions.decide(value);
    const assumed = leavesOf(value).map((leaf) => `${leaf.why} = ${ctx.rt.assumptions.decide(leaf)}`);
    return { holds, assumed };
  }
  throw new NixError('throw', '‘mkIf’ called with a non-Boolean condition', originOf(condition));
}

/** Takes one property off a definition's value; undefined when it has none. */
function peel(one: Def, { tag, set }: Tagged, guard: (condition: Lazy) => Def | undefined): readonly Def[] | undefined {
  switch (tag) {
    case 'merge':
      return contents(set).map((item) => ({ ...one, value: item }));
    case 'if': {
      const guarded = guard(field(set, 'condition'));
      return guarded === undefined ? [] : [{ ...guarded, value: field(set, 'content') }];
    }
    case 'override':
      return [{ ...one, value: field(set, 'content'), priority: one.priority ?? priorityOf(set) }];
    default:
      return undefined;
  }
}

/**
 * Expands `mkMerge` and moves `mkIf` and `mkOverride` from a set of definitions to the definitions in it, so that conditions
 * may refer to the whole configuration. The values of the result are forced and carry no property.
 */
export function pushDown(one: Def): readonly Def[] {
  const property = tagged(force(one.value));
  if (property === undefined) return [one];
  const inner = peel(one, property, (condition) => ({ ...one, guards: [...one.guards, condition] }));
  return inner?.flatMap(pushDown) ?? [one];
}

function settle(ctx: ModuleContext, one: Def): readonly Def[] {
  const property = tagged(force(one.value));
  if (property === undefined) return [one];
  if (property.tag === 'definition') {
    const file = force(field(property.set, 'file'));
    const located = isString(file) ? { ...one, file: file.text } : one;
    return settle(ctx, { ...located, value: field(property.set, 'value') });
  }
  const inner = peel(one, property, (condition) => assume(ctx, one, condition));
  return inner?.flatMap((next) => settle(ctx, next)) ?? [one];
}

/** The definition with a condition decided; undefined when it does not hold. */
function assume(ctx: ModuleContext, one: Def, condition: Lazy): Def | undefined {
  const { holds, assumed } = decide(ctx, condition);
  if (!holds) return undefined;
  return assumed.length === 0 ? one : { ...one, conditions: [...one.conditions, ...assumed] };
}

/** Decides the conditions of a definition; the result is empty when one does not hold. */
export function discharge(ctx: ModuleContext, one: Def): readonly Def[] {
  let open: Def = { ...one, guards: [] };
  for (const guard of one.guards) {
    const next = assume(ctx, open, guard);
    if (next === undefined) return [];
    open = next;
  }
  return settle(ctx, open);
}

export interface Filtered {
  readonly defs: readonly Def[];
  readonly highestPrio: number;
}

/** Keeps the definitions of the strongest priority. */
export function filterOverrides(defs: readonly Def[]): Filtered {
  const highestPrio = defs.reduce((least, one) => Math.min(least, one.priority ?? DEFAULT_PRIORITY), 9999);
  return { defs: defs.filter((one) => (one.priority ?? DEFAULT_PRIORITY) === highestPrio), highestPrio };
}

interface Ordered {
  readonly def: Def;
  readonly order: number;
}

/** Takes one order off a definition, as the module system does. Its content is left unforced: an error in it is that of the value. */
function ordered(one: Def): Ordered {
  const property = tagged(force(one.value));
  if (property?.tag !== 'order') return { def: one, order: DEFAULT_ORDER };
  return { def: { ...one, value: field(property.set, 'content') }, order: priorityOf(property.set) };
}

/** Sorts by `mkOrder`, `mkBefore` and `mkAfter`; definitions of one order stay as they stand. */
export function sortOrders(defs: readonly Def[]): readonly Def[] {
  if (!defs.some((one) => isTagged(force(one.value), 'order'))) return defs;
  return defs
    .map(ordered)
    .sort((a, b) => a.order - b.order)
    .map((one) => one.def);
}
