import { attrsFrom, mergeAttrs, selectUnknown } from '../../nix/attrs';
import { native } from '../../nix/native';
import { keeping } from '../../nix/pkgs/kept-call';
import type { Runtime } from '../../nix/runtime';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrs, attrsOf, isAttrs, type Lazy, str, unknown, type Value } from '../../nix/value';
import { blueprintFlake } from './layouts/blueprint';
import { makeClan } from './layouts/clan';
import { activation } from './layouts/deploy-rs';
import { evalFlakeModule, makeFlake } from './layouts/flake-parts';
import { FLAKE_UTILS } from './layouts/flake-utils';
import { haumeaLoad } from './layouts/haumea';
import { autoWired } from './layouts/nixos-unified';
import { snowfallFlake } from './layouts/snowfall';
import { systemMaker } from './makers';
import { openBy, openWith } from './member';
import type { FlakeWorld } from './nixpkgs';

/** The names that inputs have which are called, or whose modules are known, for what they are. */
const BLUEPRINT = /^blueprint$/;
const SNOWFALL = /^snowfall-lib$/;
const UNIFIED = /^nixos-(unified|flake)$/;
const SYSTEMS = /^systems$/;
const NIXPKGS = /nixpkgs|unstable/;

/** What a flake gives its inputs' functions. */
interface Asked extends FlakeWorld {
  /** The flake's own folder. */
  readonly folder: string;
}

function inputLib(rt: Runtime, name: string, { nixpkgs }: Asked): Attrs {
  const { lib, pkgs } = nixpkgs;
  const why = unknown(`inputs.${name}.lib`);
  const known = attrsFrom([
    ['nixosSystem', systemMaker('nixosSystem', pkgs)],
    ['homeManagerConfiguration', systemMaker('homeManagerConfiguration', pkgs)],
    ['nixos', openWith(`${why.why}.nixos`, [['runTest', keeping('test-of-modules', 'runTest')]])],
    ...FLAKE_UTILS,
    ['mkFlake', makeFlake(nixpkgs)],
    ['evalFlakeModule', evalFlakeModule(nixpkgs)],
    ['clan', makeClan(nixpkgs)],
    ['buildClan', makeClan(nixpkgs)],
    ['load', haumeaLoad()],
    ['makeHive', native('makeHive', 1, (_rt, hive) => force(hive ?? null))],
  ]);
  const get = (member: string): Lazy => {
    if (/^[a-z0-9_]+-(linux|darwin)$/.test(member)) return activation(rt, `${why.why}.${member}`);
    const set = force(lib);
    const own = isAttrs(set) ? set.entries.get(member) : undefined;
    return own?.value ?? selectUnknown(why, member);
  };
  return attrs(known.entries, { why: why.why, get });
}

function source(url: string): Value {
  const path = unknownStorePath('source');
  return storeString({ path, encoded: path, fetchedFrom: url });
}

/** What flakes take of an input by its name; all else of it is open. */
export function flakeInput(rt: Runtime, name: string, asked: Asked): Attrs {
  const { nixpkgs, folder } = asked;
  const why = unknown(`inputs.${name}`);
  const lib = delay(rt, () => inputLib(rt, name, asked));
  const entries: (readonly [string, Lazy])[] = [
    ['lib', lib],
    ['inputs', openBy(rt, `inputs.${name}.inputs`, (inner) => flakeInput(rt, inner, asked))],
  ];
  if (NIXPKGS.test(name)) {
    const perSystem = attrs(new Map(), { why: `inputs.${name}.legacyPackages`, get: () => nixpkgs.pkgs });
    entries.push(['legacyPackages', perSystem], ['outPath', source('https://github.com/NixOS/nixpkgs')]);
  }
  if (SYSTEMS.test(name)) entries.push(['outPath', source('https://github.com/nix-systems/default')]);
  if (SNOWFALL.test(name)) {
    const flake = (run: Runtime, args: Lazy): Value => snowfallFlake(run, nixpkgs, force(args));
    const mkLib = native('mkLib', 1, (_rt, args) =>
      openWith('snowfall', [['mkFlake', native('mkFlake', 1, (run) => flake(run, args ?? null))]]),
    );
    entries.push(['mkFlake', native('mkFlake', 1, (run, args) => flake(run, args ?? null))], ['mkLib', mkLib]);
  }
  if (UNIFIED.test(name)) {
    const wired = autoWired(rt, asked, folder);
    entries.push(['flakeModules', openWith(`inputs.${name}.flakeModules`, [['autoWire', wired]])]);
  }
  const set = attrs(attrsFrom(entries).entries, { why: why.why, get: (member) => selectUnknown(why, member) });
  if (!BLUEPRINT.test(name) || set.open === undefined) return set;
  const call = (run: Runtime, argument: Lazy): Value => blueprintFlake(run, asked, folder, force(argument));
  return { ...set, open: { ...set.open, call } };
}

/** A flake as it sees itself: its outputs, its inputs, and its own folder. */
export function flakeSelf(folder: string, outputs: Value, inputs: Lazy): Attrs {
  const path = unknownStorePath('source');
  const own = attrsOf({
    _type: str('flake'),
    inputs,
    outputs,
    outPath: storeString({ path, encoded: path, copiedFrom: folder }, `flake ${folder}`),
  });
  const why = unknown('self');
  const open = { why: 'self', get: (name: string) => selectUnknown(why, name) };
  const known = isAttrs(outputs) ? outputs.entries : new Map<string, never>();
  return mergeAttrs(attrs(new Map(known), open), own);
}
