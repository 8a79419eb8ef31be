import type { ModuleContext } from '../../../modules/context';
import { declare } from '../../../modules/declare';
import { evalModules } from '../../../modules/evaluate';
import type { Evaluation } from '../../../modules/evaluation';
import type { ModuleSource, OptionType } from '../../../modules/option-type';
import { typeValue } from '../../../modules/type-value';
import { lazyAttrsOf } from '../../../modules/types/attrs';
import { anything, deferredModule } from '../../../modules/types/misc';
import { raw } from '../../../modules/types/scalar';
import { submoduleWith } from '../../../modules/types/submodule';
import { apply } from '../../../nix/apply';
import { attrsFrom, mergeAttrs } from '../../../nix/attrs';
import { expectAttrs } from '../../../nix/expect';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { delay, force } from '../../../nix/thunk';
import { type Attrs, isAttrs, isList, type Lazy, type Value } from '../../../nix/value';
import { known, knownSet, member, openWith } from '../member';
import { type Nixpkgs, SYSTEM } from '../nixpkgs';
import { clanOption, clanOptions } from './clan';
import { easyHosts } from './easy-hosts';
import { systemArguments, systemPart } from './flake-parts-system';
import { liteHosts } from './lite-config';

const MODULES = lazyAttrsOf(deferredModule([]));
const VALUES = lazyAttrsOf(raw);

/** The outputs whose modules or values several parts of a flake may give, by their types. */
const OUTPUTS: Readonly<Record<string, OptionType>> = {
  nixosConfigurations: VALUES,
  homeConfigurations: VALUES,
  nixosModules: MODULES,
  homeModules: MODULES,
  homeManagerModules: MODULES,
  modules: lazyAttrsOf(MODULES),
  lib: VALUES,
};

/** Outputs that exist for each system, of which units can come. */
const PER_SYSTEM = ['checks', 'packages'];

function context(rt: Runtime, lib: Lazy): ModuleContext {
  const open = { partial: true, report: () => undefined, meet: () => undefined, assume: () => false };
  return { rt, lib, open, evaluate: evalModules };
}

/** A set of options of which only some are declared, and which may be given as a function. */
function freeform(
  ctx: ModuleContext,
  options: Attrs = attrsFrom([]),
  others: OptionType = lazyAttrsOf(anything),
): OptionType {
  const value = attrsFrom([
    ['freeformType', typeValue(ctx, others)],
    ['options', options],
  ]);
  return submoduleWith({
    modules: [{ value, file: 'flake-parts', form: 'module' }],
    specialArgs: attrsFrom([]),
    shorthandOnlyDefinesConfig: undefined,
    description: undefined,
    class: undefined,
  });
}

function optionsModule(ctx: ModuleContext): ModuleSource {
  const outputs = attrsFrom(Object.entries(OUTPUTS).map(([name, type]) => [name, declare(ctx, { type })] as const));
  const flake = freeform(ctx, outputs, VALUES);
  const settings = declare(ctx, { type: freeform(ctx), default: attrsFrom([]) });
  const options = attrsFrom([
    ['easy-hosts', settings],
    ['lite-config', settings],
    ['clan', declare(ctx, { type: freeform(ctx, clanOptions(ctx)), default: attrsFrom([]) })],
    ['flake', declare(ctx, { type: flake, default: attrsFrom([]) })],
    ['perSystem', declare(ctx, { type: deferredModule([]), default: attrsFrom([]) })],
  ]);
  return { value: attrsFrom([['options', options]]), file: 'flake-parts', form: 'module' };
}

/** `flake-parts.lib` as far as modules of flakes use it. */
function partsLib(ctx: ModuleContext): Attrs {
  const lib = force(ctx.lib);
  return openWith('flake-parts-lib', [
    ['importApply', delay(ctx.rt, () => force(member(lib, 'importApply')))],
    ['mkPerSystemOption', native('mkPerSystemOption', 1, () => declare(ctx, { type: deferredModule([]) }))],
  ]);
}

interface Parts {
  readonly evaluation: Evaluation;
  /** What `perSystem` makes. */
  readonly part: Lazy;
  readonly inputs: Lazy;
  readonly self: Lazy;
}

/** A flake's parts, evaluated as one; those that are not at hand are left out. */
function evaluateParts(rt: Runtime, nixpkgs: Nixpkgs, args: Value, modules: readonly Lazy[]): Parts {
  const ctx = context(rt, nixpkgs.lib);
  const inputs = delay(rt, () => force(member(args, 'inputs')));
  const self = delay(rt, () => {
    const own = isAttrs(args) ? args.entries.get('self') : undefined;
    return force(own?.value ?? member(force(inputs), 'self'));
  });
  const given = attrsFrom([
    ['inputs', inputs],
    ['self', self],
    ['flake-parts-lib', partsLib(ctx)],
  ]);
  const part = delay(rt, () => systemPart(ctx, evaluation.config, given, nixpkgs));
  const forSystem = (): Attrs => systemArguments(ctx, part, given, nixpkgs);
  const systems = attrsFrom([
    ['withSystem', native('withSystem', 2, (run, _system, fn) => apply(run, fn ?? null, forSystem()))],
    ['moduleWithSystem', native('moduleWithSystem', 1, (run, fn) => apply(run, fn ?? null, forSystem()))],
    ['getSystem', native('getSystem', 1, () => mergeAttrs(forSystem(), knownSet(rt, part, 'config')))],
  ]);
  const specialArgs = [given, systems, knownSet(rt, args, 'specialArgs')].reduce(mergeAttrs);
  const evaluation: Evaluation = evalModules(ctx, {
    modules: [
      ...modules.map((value): ModuleSource => ({ value, file: 'flake.nix', form: 'module' })),
      optionsModule(ctx),
    ],
    prefix: [],
    specialArgs,
    class: 'flake',
    openWorld: true,
  });
  return { evaluation, part, inputs, self };
}

/** The outputs of a flake of parts: what is under `flake`, what is made for the system, and the hosts of well-known modules. */
function outputsOf(rt: Runtime, nixpkgs: Nixpkgs, { evaluation, part, inputs, self }: Parts): Attrs {
  const { config } = evaluation;
  const flake = knownSet(rt, config, 'flake');
  const perSystem = PER_SYSTEM.filter((name) => !flake.entries.has(name)).map((name): readonly [string, Lazy] => [
    name,
    attrsFrom([[SYSTEM, delay(rt, () => force(member(knownSet(rt, part, 'config'), name)))]]),
  ]);
  const hosts = delay(rt, () => {
    const world = { nixpkgs, inputs, self };
    const made = [easyHosts(rt, world, config), liteHosts(rt, world, config), clanOption(rt, world, config)];
    return [...made, knownSet(rt, config, 'flake', 'nixosConfigurations')].reduce(mergeAttrs);
  });
  return mergeAttrs(attrsFrom(perSystem), mergeAttrs(flake, attrsFrom([['nixosConfigurations', hosts]])));
}

/** `flake-parts.lib.mkFlake`, and what takes its arguments as one set: `modules`, `flake`, `perSystem` beside `inputs`. */
export function makeFlake(nixpkgs: Nixpkgs): Lazy {
  return native('mkFlake', 1, (rt, given) => {
    const args = force(given ?? null);
    const together = isAttrs(args) && ['modules', 'flake', 'perSystem'].some((name) => args.entries.has(name));
    if (isAttrs(args) && together) {
      const parts = ['flake', 'perSystem'].flatMap((name) => {
        const attr = args.entries.get(name);
        return attr === undefined ? [] : [attrsFrom([[name, attr.value]])];
      });
      const modules = known(rt, args, 'modules');
      const all = [...(isList(modules) ? modules.items : []), ...parts];
      return outputsOf(rt, nixpkgs, evaluateParts(rt, nixpkgs, args, all));
    }
    return native('mkFlake', 1, (run, module) =>
      outputsOf(run, nixpkgs, evaluateParts(run, nixpkgs, args, [module ?? null])),
    );
  });
}

/** `flake-parts.lib.evalFlakeModule`. */
export function evalFlakeModule(nixpkgs: Nixpkgs): Lazy {
  return native('evalFlakeModule', 2, (rt, args, module) => {
    const parts = evaluateParts(rt, nixpkgs, force(args ?? null), [module ?? null]);
    const config = delay(rt, () =>
      mergeAttrs(expectAttrs(parts.evaluation.config), attrsFrom([['flake', outputsOf(rt, nixpkgs, parts)]])),
    );
    return mergeAttrs(parts.evaluation.value(), attrsFrom([['config', config]]));
  });
}
