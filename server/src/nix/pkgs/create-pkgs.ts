import { attrsFrom, mergeAttrs, openSet } from '../attrs';
import { expectAttrs, expectList } from '../expect';
import { callPackagesWith, callPackageWith } from '../lib/customisation';
import { fix } from '../lib/fixed-points';
import { call, interpolated } from '../lib/kit';
import { DEFAULT_SYSTEM, elaborate } from '../lib/systems';
import { native } from '../native';
import { selectText } from '../quote';
import type { Runtime } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { concatStrings } from '../text';
import { delay } from '../thunk';
import { type Attrs, attrs, isUnknown, type Lazy, list, type NixString, str, unknown } from '../value';
import { builders } from './builders';
import { dataWriters } from './data-writers';
import { fetchers } from './fetchers';
import { formats } from './formats';
import { keeping, systemOf } from './kept-call';
import { scriptWriters } from './script-writers';
import { stdenv } from './stdenv';
import { stub } from './stub';
import { substitutes } from './substitute';
import { textWriters } from './text-writers';

export interface PkgsOptions {
  readonly lib: Attrs;
  /** The system that the packages are for; x86_64-linux when absent. */
  readonly system?: string;
  /** What the store calls the nixpkgs that this is: `source` for a flake's, `nixos` for a channel's. */
  readonly pathName?: string;
  /** The configuration that nixpkgs was imported with. */
  readonly config?: Lazy;
  readonly overlays?: readonly Lazy[];
}

/** Sets that are nixpkgs once more, for other platforms or of other releases. */
const SAME_PACKAGES = [
  'pkgs',
  'buildPackages',
  'targetPackages',
  'pkgsBuildBuild',
  'pkgsBuildHost',
  'pkgsBuildTarget',
  'pkgsHostHost',
  'pkgsHostTarget',
  'pkgsTargetTarget',
  'pkgsStatic',
  'pkgsMusl',
  'pkgsi686Linux',
  'pkgsLLVM',
  'pkgsExtraHardening',
  'unstable',
  'stable',
  'nixpkgs-unstable',
  'nixpkgs-stable',
  'pkgsUnstable',
  'pkgsStable',
  'unfree',
  'master',
];

const BASH = { why: 'pkgs.bash', name: 'bash' };

const bashPath = (rt: Runtime): NixString => concatStrings(rt, [interpolated(rt, stub(rt, BASH)), str('/bin/bash')]);

function sourcePath(name: string): NixString {
  const path = unknownStorePath(name);
  return storeString({ path, encoded: path });
}

/** Attributes that stand for the set itself and its configuration. */
function worldMembers(rt: Runtime, options: PkgsOptions, self: Lazy): readonly (readonly [string, Lazy])[] {
  const { lib, system = DEFAULT_SYSTEM, config, overlays = [] } = options;
  const platform = elaborate(system);
  const cross = attrs(new Map(), { why: 'pkgs.pkgsCross', get: () => self });
  const shell = delay(rt, () => bashPath(rt));
  const auto = () => expectAttrs(self);
  const again = native('appendOverlays', 1, (run, more) =>
    createPkgs(run, { ...options, overlays: [...overlays, ...expectList(more).items] }),
  );
  const environments = [
    'stdenv',
    'stdenvNoCC',
    'gccStdenv',
    'clangStdenv',
    'llvmStdenv',
    'multiStdenv',
    'stdenvAdapters',
  ];
  return [
    ...SAME_PACKAGES.map((name): [string, Lazy] => [name, self]),
    ...environments.map((name): [string, Lazy] => [name, delay(rt, () => stdenv(rt, `pkgs.${name}`, platform, shell))]),
    ['pkgsCross', cross],
    ['lib', lib],
    ['path', sourcePath(options.pathName ?? 'source')],
    ['system', str(system)],
    ['hostPlatform', platform],
    ['buildPlatform', platform],
    ['targetPlatform', platform],
    ['config', config ?? openSet(unknown('pkgs.config'))],
    ['overlays', list(overlays)],
    ['runtimeShell', shell],
    ['runtimeShellPackage', stub(rt, BASH)],
    ['shell', shell],
    ['callPackage', native('callPackage', 2, (run, fn, args) => callPackageWith(run, auto(), fn, args))],
    ['callPackages', native('callPackages', 2, (run, fn, args) => callPackagesWith(run, auto(), fn, args))],
    [
      'newScope',
      native('newScope', 3, (run, extra, fn, args) =>
        callPackageWith(run, mergeAttrs(auto(), expectAttrs(extra)), fn, args),
      ),
    ],
    [
      'extend',
      native('extend', 1, (run, overlay) => createPkgs(run, { ...options, overlays: [...overlays, overlay] })),
    ],
    ['appendOverlays', again],
    ['nixos', native('nixos', 1, (_rt, modules) => systemOf('pkgs.nixos', modules))],
    ['nixosTest', keeping('test-of-modules', 'pkgs.nixosTest')],
    ['testers', delay(rt, () => testers(rt))],
  ];
}

/** The makers of tests; everything else there is a package. */
function testers(rt: Runtime): Attrs {
  const made = ['runNixOSTest', 'nixosTest'].map(
    (name) => [name, keeping('test-of-modules', `pkgs.testers.${name}`)] as const,
  );
  return attrsFrom(made, {
    why: 'pkgs.testers',
    get: (name) => stub(rt, { why: selectText('pkgs.testers', name), name }),
  });
}

function helperMembers(rt: Runtime, lib: Attrs): readonly (readonly [string, Lazy])[] {
  const scripts = Object.entries(scriptWriters);
  const data = Object.entries(dataWriters);
  const texts = Object.entries(textWriters(bashPath));
  const writers = attrs(new Map([...scripts, ...data].map(([name, value]) => [name, { value, key: undefined }])), {
    why: 'pkgs.writers',
    get: (name) => stub(rt, { why: `pkgs.writers.${name}`, name }),
  });
  return [
    ...scripts,
    ...data,
    ...texts,
    ...Object.entries(builders),
    ...Object.entries(substitutes),
    ...Object.entries(fetchers),
    ['writers', writers],
    ['formats', delay(rt, () => formats(rt, lib))],
    ['emptyDirectory', stub(rt, { why: 'pkgs.emptyDirectory', name: 'empty-directory' })],
    ['emptyFile', stub(rt, { why: 'pkgs.emptyFile', name: 'empty-file' })],
  ];
}

/** Packages with what an overlay makes of them; nothing is known of what an unknown one gives. */
function overlaid(rt: Runtime, overlay: Lazy, self: Lazy, previous: Attrs): Attrs {
  const given = call(rt, overlay, self, previous);
  return isUnknown(given) ? previous : mergeAttrs(previous, expectAttrs(given));
}

/**
 * nixpkgs' packages as an open world: the functions that make files and packages are real, every other attribute path is a package of
 * which the name alone is known.
 */
export function createPkgs(rt: Runtime, options: PkgsOptions): Attrs {
  const overlays = options.overlays ?? [];
  return expectAttrs(
    fix(rt, (self) => {
      const entries = new Map(
        [...helperMembers(rt, options.lib), ...worldMembers(rt, options, self)].map(([name, value]) => [
          name,
          { value, key: undefined },
        ]),
      );
      const base = attrs(entries, {
        why: 'pkgs',
        get: (name) => stub(rt, { why: selectText('pkgs', name), name }),
      });
      return overlays.reduce<Attrs>((previous, overlay) => overlaid(rt, overlay, self, previous), base);
    }),
  );
}
