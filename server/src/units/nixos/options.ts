import type { ModuleContext } from '../../modules/context';
import { declare } from '../../modules/declare';
import { merge } from '../../modules/lib/properties';
import type { ModuleSource, OptionType } from '../../modules/option-type';
import { nullOr } from '../../modules/types/either';
import { listOf } from '../../modules/types/list';
import { raw, str } from '../../modules/types/scalar';
import { submodule } from '../../modules/types/submodule';
import { attrsFrom } from '../../nix/attrs';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { concatStrings } from '../../nix/text';
import { delay } from '../../nix/thunk';
import { type Attrs, type Lazy, list, type NixString, str as text } from '../../nix/value';
import { fileDefaults, fileOptions } from '../files/options';
import { homeOrNixos } from '../home-manager/types';
import { OPTION_KINDS } from '../kinds';
import type { Scope, UnitType } from '../model';
import { homeServicesOption } from '../modular/home';
import { modularOption } from '../modular/units';
import { isKnownTo } from '../release';
import { confinementModule } from './confinement';
import { defaultValue, optionTree, unitDeclarations } from './declarations';
import { topOptions, unitOptions } from './facts';
import { mountModule } from './mount-module';
import { defaultPathModule, serviceModule } from './service-module';
import { namedType, openAttrsOf } from './types';
import { nameModule, unitConfigModule } from './unit-module';
import { type NixosWorld, valueAt } from './world';

const FILE = '<nixpkgs>/nixos/modules/system/boot/systemd.nix';

function optionsModule(options: Attrs): ModuleSource {
  return { value: attrsFrom([['options', options]]), file: FILE, form: 'module' };
}

/** The modules of one kind of unit, in the order in which NixOS has them. */
function kindModules(world: NixosWorld, kind: UnitType, scope: Scope): readonly ModuleSource[] {
  const initrd = scope === 'initrd';
  const shared = [optionsModule(unitDeclarations(world.ctx, kind, initrd, scope === 'user')), unitConfigModule(world)];
  switch (kind) {
    case 'service': {
      const own = [...shared, serviceModule(world)];
      if (initrd) return own;
      const withPath = [...own, defaultPathModule(world)];
      return scope === 'user' ? withPath : [...withPath, confinementModule(world)];
    }
    case 'mount':
    case 'automount':
      return [...shared, mountModule(world, kind)];
    default:
      return [...shared, nameModule(world, kind)];
  }
}

/** The type of one unit. */
function unitType(world: NixosWorld, kind: UnitType, scope: Scope): OptionType {
  return submodule(kindModules(world, kind, scope));
}

function unitsOption(world: NixosWorld, kind: UnitType, scope: Scope): Attrs {
  const type = unitType(world, kind, scope);
  if (kind === 'mount' || kind === 'automount') {
    return declare(world.ctx, { type: listOf(type), default: list([]) });
  }
  const element = scope === 'user' ? homeOrNixos(world.ctx, kind, type) : type;
  return declare(world.ctx, { type: openAttrsOf(element), default: attrsFrom([]) });
}

function homeOnly(world: NixosWorld, kind: UnitType): Attrs {
  const type = openAttrsOf(homeOrNixos(world.ctx, kind, undefined));
  return declare(world.ctx, { type, default: attrsFrom([]) });
}

/** `systemd.units.<name>`: units written out. */
function rawUnits(world: NixosWorld): Attrs {
  const names = new Set(['enable', 'overrideStrategy', 'requiredBy', 'upheldBy', 'wantedBy', 'aliases']);
  const shared = unitOptions
    .filter(({ name }) => names.has(name))
    .map(({ name, type, default: value }) => {
      const made = declare(world.ctx, {
        type: namedType(type) ?? raw,
        ...(value === undefined ? {} : { default: defaultValue(value) }),
      });
      return [name, made] as const;
    });
  const own = [
    ['name', declare(world.ctx, { type: str })],
    ['text', declare(world.ctx, { type: nullOr(str), default: null })],
    ['unit', declare(world.ctx, { type: raw, default: null })],
  ] as const;
  const type = submodule([optionsModule(attrsFrom([...shared, ...own]))]);
  return declare(world.ctx, { type: openAttrsOf(type), default: attrsFrom([]) });
}

function unitsOf(world: NixosWorld, scope: Scope): readonly (readonly [string, Lazy])[] {
  return [...OPTION_KINDS].map(([option, kind]) => {
    const isMount = kind === 'mount' || kind === 'automount';
    const make = (): Attrs => (scope === 'user' && isMount ? homeOnly(world, kind) : unitsOption(world, kind, scope));
    return [option, delay(world.ctx.rt, make)] as const;
  });
}

const SKIPPED = new Set(['attrs', 'list']);

/** Options of `systemd` that hold no units: the manager's settings and the like. */
function otherOptions(ctx: ModuleContext, pkgs: Lazy): readonly (readonly [string, Lazy])[] {
  return topOptions.flatMap(({ name, type, default: value, unitKind }) => {
    const known = namedType(type);
    if (unitKind !== undefined || SKIPPED.has(type) || known === undefined || name.includes('<')) return [];
    const fallback =
      name === 'systemd.package'
        ? valueLater(ctx, pkgs, 'systemd')
        : value === undefined
          ? undefined
          : defaultValue(value);
    const make = (): Attrs => declare(ctx, { type: known, ...(fallback === undefined ? {} : { default: fallback }) });
    return [[name, delay(ctx.rt, make)] as const];
  });
}

function valueLater(ctx: ModuleContext, root: Lazy, name: string): Lazy {
  return delay(ctx.rt, () => valueAt(root, name));
}

function storeFile(world: NixosWorld, name: string, subpath: string): NixString {
  const path = unknownStorePath(name);
  return concatStrings(world.ctx.rt, [storeString({ path, encoded: path }), text(subpath)]);
}

/** Environment variables of every service, as locales and time zone data give them. */
function globalEnvironment(world: NixosWorld): Attrs {
  return attrsFrom([
    ['LOCALE_ARCHIVE', storeFile(world, 'glibc-locales', '/lib/locale/locale-archive')],
    ['TZDIR', storeFile(world, 'tzdata', '/share/zoneinfo')],
  ]);
}

/** The part of NixOS that units hang on, as a module. */
export function nixosModule(world: NixosWorld): ModuleSource {
  const manager = [...otherOptions(world.ctx, world.pkgs), ...fileOptions(world)];
  const options = optionTree([
    ...manager.filter(([name]) => isKnownTo(world.release, name)),
    ...unitsOf(world, 'system').map(([name, option]) => [`systemd.${name}`, option] as const),
    ...unitsOf(world, 'user').map(([name, option]) => [`systemd.user.${name}`, option] as const),
    ...unitsOf(world, 'initrd').map(([name, option]) => [`boot.initrd.systemd.${name}`, option] as const),
    ['systemd.units', delay(world.ctx.rt, () => rawUnits(world))],
    ['systemd.user.units', delay(world.ctx.rt, () => rawUnits(world))],
    ['home.services', delay(world.ctx.rt, () => homeServicesOption(world))],
    ['system.services', delay(world.ctx.rt, () => modularOption(world))],
  ]);
  const environment = attrsFrom([['systemd', attrsFrom([['globalEnvironment', globalEnvironment(world)]])]]);
  const config = merge(list([environment, fileDefaults(world)]));
  const value = attrsFrom([
    ['options', options],
    ['config', config],
  ]);
  return { value, file: FILE, form: 'module' };
}
