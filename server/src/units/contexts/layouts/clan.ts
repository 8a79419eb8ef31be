import type { ModuleContext } from '../../../modules/context';
import { declare } from '../../../modules/declare';
import { evalModules } from '../../../modules/evaluate';
import { lazyAttrsOf } from '../../../modules/types/attrs';
import { deferredModule } from '../../../modules/types/misc';
import { attrsFrom, mergeAttrs } from '../../../nix/attrs';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { delay, force } from '../../../nix/thunk';
import { type Attrs, attrsOf, isAttrs, type Lazy, list } from '../../../nix/value';
import { madeOf } from '../makers';
import { folderOf, known, knownSet, knownText, member, openWith } from '../member';
import type { FlakeWorld, Nixpkgs } from '../nixpkgs';
import { serviceModules } from './clan-services';
import { existing } from './host';

/** What clan imports of a machine's folder by itself (its documentation, 'Auto-included files'). */
const MACHINE_FILES = ['configuration.nix', 'hardware-configuration.nix', 'disko.nix'];

interface Clan {
  readonly config: Lazy;
  readonly self: Lazy;
  readonly inputs: Lazy;
}

function contextOf(rt: Runtime, { lib }: Nixpkgs): ModuleContext {
  const open = { partial: true, report: () => undefined, meet: () => undefined, assume: () => false };
  return { rt, lib, open, evaluate: evalModules };
}

function machineNames(rt: Runtime, { config }: Clan, folder: string | undefined): readonly string[] {
  const folders = folder === undefined ? [] : [...(rt.files.readDir(`${folder}/machines`)?.keys() ?? [])];
  const inventory = knownSet(rt, config, 'inventory', 'machines');
  const isNixos = (name: string): boolean => knownText(rt, inventory, name, 'machineClass') !== 'darwin';
  const names = [
    ...knownSet(rt, config, 'machines').entries.keys(),
    ...inventory.entries.keys(),
    ...folders.filter((name) => rt.files.stat(`${folder}/machines/${name}/configuration.nix`) !== undefined),
  ];
  return [...new Set(names)].filter(isNixos);
}

/** The machines of a clan: what is said of each, its folder's files, and the modules that instances of services add to it. */
function systems(rt: Runtime, nixpkgs: Nixpkgs, clan: Clan): Attrs {
  const { config, self, inputs } = clan;
  const folder = folderOf(rt, known(rt, config, 'directory') ?? force(self)) ?? folderOf(rt, force(self));
  const specialArgs = mergeAttrs(attrsOf({ inputs, self }), knownSet(rt, config, 'specialArgs'));
  return attrsFrom(
    machineNames(rt, clan, folder).map((name) => {
      const own = knownSet(rt, config, 'machines').entries.get(name);
      const modules = delay(rt, () =>
        list([
          ...(own === undefined ? [] : [own.value]),
          ...(folder === undefined ? [] : existing(rt, `${folder}/machines/${name}`, MACHINE_FILES)),
          ...serviceModules(contextOf(rt, nixpkgs), config, name),
        ]),
      );
      const argument = attrsFrom([
        ['modules', modules],
        ['specialArgs', specialArgs],
      ]);
      return [name, madeOf(rt, `clan.machines.${name}`, nixpkgs.pkgs, argument)] as const;
    }),
  );
}

/** The options of a clan whose values are modules. */
export function clanOptions(ctx: ModuleContext): Attrs {
  const machines = declare(ctx, { type: lazyAttrsOf(deferredModule([])), default: attrsFrom([]) });
  return attrsOf({ machines });
}

/** `clan-core.lib.clan`, formerly `buildClan`: a clan of the arguments that say what it is. */
export function makeClan(nixpkgs: Nixpkgs): Lazy {
  return native('clan', 1, (rt, given) => {
    const ctx = contextOf(rt, nixpkgs);
    const self = delay(rt, () => force(member(force(given ?? null), 'self')));
    const { config } = evalModules(ctx, {
      modules: [
        { value: given ?? null, file: 'flake.nix', form: 'module' },
        { value: attrsOf({ options: clanOptions(ctx) }), file: 'clan', form: 'module' },
      ],
      prefix: [],
      specialArgs: attrsFrom([]),
      class: 'clan',
      openWorld: true,
    });
    const inputs = delay(rt, () => force(member(force(self), 'inputs')));
    const nixosConfigurations = delay(rt, () => systems(rt, nixpkgs, { config, self, inputs }));
    const made = delay(rt, () => {
      const set = force(config);
      const known = attrsFrom([['nixosConfigurations', nixosConfigurations]]);
      return isAttrs(set) ? mergeAttrs(set, known) : known;
    });
    return openWith('clan', [
      ['config', made],
      ['nixosConfigurations', nixosConfigurations],
    ]);
  });
}

/** The machines of the option `clan` of a flake of parts. */
export function clanOption(rt: Runtime, { nixpkgs, inputs, self }: FlakeWorld, config: Lazy): Attrs {
  const clan = known(rt, config, 'clan');
  return isAttrs(clan) ? systems(rt, nixpkgs, { config: clan, self, inputs }) : attrsFrom([]);
}
