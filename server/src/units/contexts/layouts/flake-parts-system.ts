import type { ModuleContext } from '../../../modules/context';
import { evalModules } from '../../../modules/evaluate';
import { override } from '../../../modules/lib/properties';
import { OPTION_DEFAULT_PRIORITY } from '../../../modules/properties';
import { attrsFrom, mergeAttrs } from '../../../nix/attrs';
import { delay, force } from '../../../nix/thunk';
import { type Attrs, attrsOf, type Lazy, str, unknown } from '../../../nix/value';
import { known, knownSet, member, openBy } from '../member';
import { type Nixpkgs, SYSTEM } from '../nixpkgs';

/** What `perSystem` makes for the one system that is looked at, as `evalModules` gives it. */
export function systemPart(ctx: ModuleContext, config: Lazy, given: Attrs, { pkgs }: Nixpkgs): Attrs {
  const { rt } = ctx;
  const forSystem = (set: Lazy, why: string): Attrs =>
    openBy(rt, why, (output) => force(member(force(member(force(set), output)), SYSTEM)));
  const inputs = given.entries.get('inputs')?.value ?? null;
  const specialArgs = mergeAttrs(
    given,
    attrsFrom([
      ['system', str(SYSTEM)],
      ["inputs'", openBy(rt, "inputs'", (name) => forSystem(member(force(inputs), name), `inputs'.${name}`))],
      ["self'", forSystem(given.entries.get('self')?.value ?? null, "self'")],
    ]),
  );
  const args = attrsOf({ _module: attrsOf({ args: attrsOf({ pkgs: override(OPTION_DEFAULT_PRIORITY, pkgs) }) }) });
  const own = delay(rt, () => force(member(force(config), 'perSystem')));
  return evalModules(ctx, {
    modules: [
      { value: own, file: 'flake.nix', form: 'module' },
      { value: args, file: 'flake-parts', form: 'config' },
    ],
    prefix: ['perSystem', SYSTEM],
    specialArgs,
    class: 'perSystem',
    openWorld: true,
  }).value();
}

/** The arguments of the modules of one system, as functions get them that ask for a system. */
export function systemArguments(ctx: ModuleContext, part: Lazy, given: Attrs, { pkgs }: Nixpkgs): Attrs {
  const internal = (name: string): Lazy =>
    delay(ctx.rt, () => {
      const args = known(ctx.rt, part, '_module', 'args', name);
      return args ?? force(name === 'pkgs' ? pkgs : unknown(name));
    });
  const fixed: readonly (readonly [string, Lazy])[] = [
    ...[...given.entries].map(([name, { value }]) => [name, value] as const),
    ['config', knownSet(ctx.rt, part, 'config')],
    ['options', knownSet(ctx.rt, part, 'options')],
    ['lib', ctx.lib],
    ['system', str(SYSTEM)],
    ['pkgs', internal('pkgs')],
  ];
  return { ...attrsFrom(fixed), open: { why: 'perSystem', get: internal } };
}
