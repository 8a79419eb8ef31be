import type { ModuleContext } from '../modules/context';
import { evalModules } from '../modules/evaluate';
import type { Evaluation } from '../modules/evaluation';
import type { Level } from '../modules/level';
import { override } from '../modules/lib/properties';
import { Family, memo, sameItems } from '../modules/memo';
import { isNative } from '../modules/option';
import type { ModuleSource } from '../modules/option-type';
import { pushDown } from '../modules/properties';
import { attrsFrom } from '../nix/attrs';
import { nixosUtils } from '../nix/lib/nixos-utils';
import type { Runtime } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import { type Attr, type Attrs, isAttrs, type Lazy, type Unknown, unknown } from '../nix/value';
import type { AnalyseRequest } from './analyse';
import type { Slot } from './analysis';
import type { Unit } from './model';
import { homeModularModule } from './modular/home';
import { modularModule } from './modular/units';
import { usualOption } from './nixos/option-defaults';
import { nixosModule } from './nixos/options';
import { startAtModule } from './nixos/timers';
import type { NixosWorld } from './nixos/world';
import type { Collector } from './problems';

/** An option set from outside: stronger than a default, weaker than a definition. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: Lazy;
}

/** A file's modules with the part of NixOS that units hang on, evaluated as one configuration. */
export interface Configuration {
  readonly world: NixosWorld;
  readonly evaluation: Evaluation;
  /** What the modules got beside the arguments of NixOS. */
  readonly specialArgs: Attrs | undefined;
  /** The `enable` options that were assumed, as `config.services.foo.enable = true`. */
  readonly enabled: () => readonly string[];
  /** Whether it is that of a machine or a home, where what is not set has its default. */
  readonly isHost: () => boolean;
  /** The units that were read of it, by the places of their options. */
  readonly units: Family<Attr, Unit | undefined>;
  /** The names that were read of definitions, by the options that they define. */
  readonly slots: Family<Lazy, readonly Slot[]>;
}

const SETTING_PRIORITY = 500;

function settingModule({ path, value }: Setting): ModuleSource {
  const set = path.reduceRight<Lazy>((inner, name) => attrsFrom([[name, inner]]), override(SETTING_PRIORITY, value));
  return { value: set, file: '--set', form: 'config' };
}

function defines(root: Level, option: string, inner: string): boolean {
  const level = root.child(option);
  if (level?.kind === 'level') return level.definitionsOf(inner).length > 0;
  return root.definitionsOf(option).some((one) =>
    pushDown(one).some(({ value }) => {
      const set = force(value);
      return isAttrs(set) && set.entries.has(inner);
    }),
  );
}

/** Some of home-manager's own options in `home`, one of which each home sets (its modules/home-environment.nix and modules/files.nix). */
const HOME_OPTIONS = [
  'activation',
  'file',
  'homeDirectory',
  'keyboard',
  'language',
  'packages',
  'pointerCursor',
  'sessionPath',
  'sessionVariables',
  'shellAliases',
  'stateVersion',
  'username',
];

/** Whether modules set options of home-manager's `home`; others may have options of their own there. */
export function setsHome({ evaluation }: Configuration): boolean {
  const root = evaluation.level();
  return HOME_OPTIONS.some((option) => defines(root, 'home', option));
}

/** Whether a configuration is a whole one, of a machine or a home. */
function isWhole(root: Level): boolean {
  return ['system', 'home'].some((option) => defines(root, option, 'stateVersion'));
}

/** Whether a configuration is that of a machine or a home: the modules that it imports and does not enable are off. */
function isHost(root: Level): boolean {
  return isWhole(root) || root.definitionsOf('fileSystems').length > 0;
}

/** Puts modules into the world of NixOS; `further` are arguments that they get beside those of NixOS. */
export function configure(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  modules: readonly ModuleSource[],
  further?: Attrs,
): Configuration {
  const { configurations } = request.kept;
  return configurations.get({ file: to.file, modules, further }, () =>
    configuration(rt, to, request, modules, further),
  );
}

function configuration(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  modules: readonly ModuleSource[],
  further: Attrs | undefined,
): Configuration {
  const { recorder } = rt;
  const assumed = recorder.scoped(() => new Map<string, boolean>());
  const open = {
    alone: request.alone === true,
    report: to.report,
    meet: ({ why }: { readonly why: string }) => to.meet(why),
    usual: (loc: readonly string[]) => usualOption(rt, loc),
    hopeful: () => request.assumeEnabled && !whole(),
    assume: (enable: Unknown, file: string) => {
      if (!request.assumeEnabled || isNative(file) || (file !== request.path && host())) return false;
      const decided = rt.assumptions.decide(enable);
      recorder.perform(() => assumed().set(enable.why, decided));
      return decided;
    },
  };
  const host = memo(rt, () => isHost(evaluation.level()));
  const whole = memo(rt, () => isWhole(evaluation.level()));
  const ctx: ModuleContext = { rt, lib: request.lib, open, evaluate: evalModules };
  const config = delay(rt, () => force(evaluation.config));
  const world: NixosWorld = { ctx, pkgs: request.pkgs, config, release: request.release };
  const specialArgs = attrsFrom([
    ['pkgs', request.pkgs],
    ['modulesPath', unknown('modulesPath')],
    ['utils', nixosUtils],
    ...[...(further?.entries ?? [])].map(([name, { value }]) => [name, value] as const),
  ]);
  const evaluation: Evaluation = evalModules(ctx, {
    modules: [
      ...modules,
      ...request.settings.map(settingModule),
      nixosModule(world),
      startAtModule(world),
      modularModule(world),
      homeModularModule(world),
    ],
    prefix: [],
    specialArgs,
    class: 'nixos',
    openWorld: true,
  });
  const enabled = (): readonly string[] =>
    recorder.read(() => [...assumed()].map(([why, decided]) => `${why} = ${decided}`), sameItems);
  const units = new Family<Attr, Unit | undefined>(rt);
  return { world, evaluation, specialArgs: further, enabled, isHost: host, units, slots: new Family(rt) };
}
