import type { Origin } from '../base/span';
import type { ModuleContext } from '../modules/context';
import { applyModule, isCallable, type ModuleArgs } from '../modules/module';
import { field, tagged } from '../modules/properties';
import { removeAttrs } from '../nix/attrs';
import { force, originOf } from '../nix/thunk';
import { type Attr, type Attrs, isAttrs, isList, type Lazy, type Value } from '../nix/value';
import type { Role, Slot } from './analysis';
import { isHomeShape } from './home-manager/types';
import { configOption, OPTION_KINDS, SECTIONS } from './kinds';
import type { Scope, UnitType, World } from './model';
import { optionsOfKind } from './nixos/facts';
import { quietly } from './problems';

/** The unit that names flow into. */
export interface SlotUnit {
  readonly name: string;
  /** Where the name was written. */
  readonly origin?: Origin | undefined;
  readonly kind: UnitType;
  readonly scope: Scope;
  readonly world: World;
}

export interface SlotWalker {
  readonly ctx: ModuleContext;
  readonly args: ModuleArgs;
  readonly slots: Slot[];
  /** Whether the configuration is one of home-manager, which knows sections alone. */
  readonly isHome: boolean;
}

/** The values inside of `mkIf`, `mkMerge`, `mkForce` and `mkBefore`, whether their conditions hold or not. */
export function contentsOf(ctx: ModuleContext, lazy: Lazy): readonly Lazy[] {
  const property = quietly(ctx.rt, () => tagged(force(lazy)));
  if (property === undefined) return [lazy];
  const { tag, set } = property;
  const inner = quietly(ctx.rt, () => {
    switch (tag) {
      case 'merge': {
        const contents = force(field(set, 'contents'));
        return isList(contents) ? contents.items : [];
      }
      case 'if':
      case 'override':
      case 'order':
        return [field(set, 'content')];
      case 'definition':
        return [field(set, 'value')];
      default:
        return undefined;
    }
  });
  return inner === undefined ? [lazy] : inner.flatMap((item) => contentsOf(ctx, item));
}

/** The sets inside of a value's properties; functions are called as modules are. */
export function setsIn(walker: SlotWalker, lazy: Lazy): readonly Attrs[] {
  return contentsOf(walker.ctx, lazy).flatMap((inner): readonly Attrs[] => {
    const value = quietly(walker.ctx.rt, (): Value => {
      const given = force(inner);
      return isCallable(given) && !isAttrs(given) ? applyModule(walker.ctx, walker.args, given) : given;
    });
    return value !== undefined && isAttrs(value) ? [value] : [];
  });
}

/** The expressions that made a value, elements of lists included. */
function origins(walker: SlotWalker, lazy: Lazy): readonly Origin[] {
  return contentsOf(walker.ctx, lazy).flatMap((inner) => {
    const own = originOf(inner);
    const value = quietly(walker.ctx.rt, () => force(inner));
    const items = value !== undefined && isList(value) ? value.items.map(originOf) : [];
    return [own, ...items].filter((origin) => origin !== undefined);
  });
}

function add(walker: SlotWalker, unit: SlotUnit, role: Role, key: string, attr: Attr, declared: boolean): void {
  if (attr.key === undefined) return;
  walker.slots.push({
    role,
    key,
    keyOrigin: attr.key,
    values: origins(walker, attr.value),
    unit: unit.name,
    unitOrigin: unit.origin,
    unitType: unit.kind,
    scope: unit.scope,
    world: unit.world,
    declared,
  });
}

/** The attributes of a set, with those that a `//` hides: they are written in the same place. */
function written(set: Attrs): readonly (readonly [string, Attr])[] {
  return [...set.entries, ...(set.overridden ?? [])];
}

/** The sets that define a unit: of one that is written as a module with options of its own, its `config` and its imports. */
function bodiesIn(walker: SlotWalker, lazy: Lazy): readonly Attrs[] {
  return setsIn(walker, lazy).flatMap((set): readonly Attrs[] => {
    const [config, options, imports] = ['config', 'options', 'imports'].map((name) => set.entries.get(name));
    if (config === undefined && options === undefined && imports === undefined) return [set];
    const list = imports === undefined ? undefined : quietly(walker.ctx.rt, () => force(imports.value));
    const inner = list !== undefined && isList(list) ? list.items : [];
    const own =
      config === undefined ? (options === undefined ? [removeAttrs(set, MODULE)] : []) : bodiesIn(walker, config.value);
    return [...own, ...inner.flatMap((item) => bodiesIn(walker, item))];
  });
}

const MODULE = new Set(['imports']);

function names(walker: SlotWalker, unit: SlotUnit, role: Role, lazy: Lazy): void {
  for (const set of setsIn(walker, lazy)) {
    for (const [key, attr] of written(set)) add(walker, unit, role, key, attr, true);
  }
}

function optionNames(unit: SlotUnit): ReadonlySet<string> {
  return new Set(optionsOfKind(unit.kind, unit.scope === 'initrd', unit.scope === 'user').map(({ name }) => name));
}

function nestedOptions(walker: SlotWalker, unit: SlotUnit, path: readonly string[], lazy: Lazy): void {
  const known = optionNames(unit);
  const role: Role = { set: 'options', path };
  for (const set of setsIn(walker, lazy)) {
    for (const [key, attr] of set.entries) add(walker, unit, role, key, attr, known.has([...path, key].join('.')));
  }
}

const OPTIONS: Role = { set: 'options', path: [] };

/** The names of a unit of NixOS's shape: options, directives, variables. */
export function nixosSlots(walker: SlotWalker, unit: SlotUnit, lazy: Lazy): void {
  const known = optionNames(unit);
  const section = SECTIONS[unit.kind];
  const parents = new Set([...known].flatMap((name) => (name.includes('.') ? [name.split('.')[0] ?? ''] : [])));
  for (const set of bodiesIn(walker, lazy)) {
    for (const [key, attr] of written(set)) {
      add(walker, unit, OPTIONS, key, attr, known.has(key) || parents.has(key));
      if (key === 'unitConfig') names(walker, unit, { set: 'directives', section: 'Unit' }, attr.value);
      else if (section !== undefined && key === configOption(unit.kind)) {
        names(walker, unit, { set: 'directives', section }, attr.value);
      } else if (key === 'environment') names(walker, unit, { set: 'environment' }, attr.value);
      else if (parents.has(key)) nestedOptions(walker, unit, [key], attr.value);
    }
  }
}

/** The names of a unit of home-manager's shape: sections and directives. */
function homeSlots(walker: SlotWalker, unit: SlotUnit, lazy: Lazy): void {
  const sections = new Set(['Unit', 'Install', SECTIONS[unit.kind]]);
  for (const set of bodiesIn(walker, lazy)) {
    for (const [key, attr] of written(set)) {
      add(walker, unit, { set: 'sections' }, key, attr, sections.has(key) || key.startsWith('X-'));
      names(walker, unit, { set: 'directives', section: key }, attr.value);
    }
  }
}

/** The names in a set of units, as they stand in a definition of `systemd.services` or `systemd.user.timers`. */
export function unitSlots(walker: SlotWalker, option: string, scope: Scope, lazy: Lazy): void {
  const kind = OPTION_KINDS.get(option);
  if (kind === undefined) return;
  for (const set of setsIn(walker, lazy)) {
    for (const [name, attr] of set.entries) {
      const home = scope === 'user' && (walker.isHome || setsIn(walker, attr.value).some(isHomeShape));
      const world = home ? 'home-manager' : 'nixos';
      const unit: SlotUnit = { name: `${name}.${kind}`, origin: attr.key, kind, scope, world };
      if (home) homeSlots(walker, unit, attr.value);
      else nixosSlots(walker, unit, attr.value);
    }
  }
}

/** The names in a list of mounts. */
export function mountSlots(
  walker: SlotWalker,
  option: string,
  scope: Scope,
  lazy: Lazy,
  nameOf: (set: Attrs) => string,
): void {
  const kind = OPTION_KINDS.get(option);
  if (kind === undefined) return;
  for (const inner of contentsOf(walker.ctx, lazy)) {
    const value = quietly(walker.ctx.rt, () => force(inner));
    if (value === undefined || !isList(value)) continue;
    for (const item of value.items) {
      const [set] = setsIn(walker, item);
      if (set === undefined) continue;
      nixosSlots(walker, { name: `${nameOf(set)}.${kind}`, kind, scope, world: 'nixos' }, item);
    }
  }
}

/** Gathers slots; functions inside get the arguments of their module. */
export function slotWalker(ctx: ModuleContext, args: ModuleArgs, isHome: boolean): SlotWalker {
  return { ctx, args, slots: [], isHome };
}
