import type { FileSystem } from '../base/host';
import { fileUri } from '../base/uri';
import { moduleGroups } from '../modules/lib';
import { createRuntime } from '../nix/evaluator';
import { createLib } from '../nix/lib/create-lib';
import { native } from '../nix/native';
import { createPkgs } from '../nix/pkgs/create-pkgs';
import { nixosFile } from '../nix/pkgs/nixos-files';
import type { Limits, Runtime } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import { type Attrs, isAttrs, isList, isUnknown, type Lazy, list, path, str, unknown, type Value } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';

export interface WorldOptions {
  readonly files: FileSystem;
  readonly parse: (text: string) => SyntaxTree;
  readonly limits: Limits;
  readonly interrupted: () => boolean;
  /** Evaluate in spite of what Nix refuses beforehand, so that one mistake does not hide the rest. */
  readonly lenient: boolean;
  /** Absolute path of a nixpkgs to use in place of the native one, for `<nixpkgs>`. */
  readonly nixpkgs?: string | undefined;
  /** What the store calls nixpkgs: `source` where undefined, `nixos` for a channel of that name. */
  readonly nixpkgsName?: string | undefined;
  /** What conditions that are not known are taken to be; asked for in each revision. */
  readonly given?: (() => ReadonlyMap<string, boolean>) | undefined;
  /** Keep what texts are joined from, so that scripts lead to their source. */
  readonly keepPieces?: boolean | undefined;
  /** Evaluate again as files change, each time only what hangs on the change. */
  readonly incremental?: boolean | undefined;
}

/** An evaluator with nixpkgs around it. */
export interface World {
  readonly rt: Runtime;
  readonly lib: Attrs;
  readonly pkgs: Lazy;
}

/** Where nixpkgs is fetched from: its repository, and the archives of its channels. */
const NIXPKGS = /\/nixpkgs(-channels)?(\/|\.git$|$)|\/nixexprs\.tar\./i;

/** The list of systems that flakes import. */
const SYSTEMS = /\/nix-systems\/default/;
const DEFAULT_SYSTEMS = ['aarch64-darwin', 'aarch64-linux', 'x86_64-darwin', 'x86_64-linux'];

/** Makes a runtime in which `<nixpkgs/lib>` is the native lib and `<nixpkgs>` the open-world packages. */
export function createWorld(options: WorldOptions): World {
  const { files, parse, limits, interrupted, lenient, nixpkgs, nixpkgsName = 'source' } = options;
  const root = nixpkgs ?? `/nix/store/…-${nixpkgsName}`;
  const rt = createRuntime({
    files,
    parse,
    limits,
    interrupted,
    lenient,
    keepPieces: options.keepPieces,
    given: options.given,
    incremental: options.incremental,
    findFile: (_rt, name) => (/^nixpkgs(\/|$)/.test(name) ? path(root + name.slice('nixpkgs'.length)) : undefined),
    importNative: (_rt, file) => (nixpkgs === undefined ? nativeFile(world, { root, nixpkgsName }, file) : undefined),
    importFetched: (_rt, url, subpath) => {
      if (SYSTEMS.test(url)) return list(DEFAULT_SYSTEMS.map((system) => str(system)));
      return nixpkgs === undefined && NIXPKGS.test(url)
        ? nativeFile(world, { root, nixpkgsName }, root + subpath)
        : undefined;
    },
    uriOf: fileUri,
  });
  const lib: Attrs = createLib(
    rt,
    moduleGroups(
      rt,
      delay(rt, () => lib),
    ),
  );
  const world: World = { rt, lib, pkgs: createPkgs(rt, { lib, pathName: nixpkgsName }) };
  return world;
}

interface Nixpkgs {
  readonly root: string;
  readonly nixpkgsName: string;
}

/** What importing a file of nixpkgs gives where there is no nixpkgs; undefined for any other file. */
function nativeFile(world: World, { root, nixpkgsName }: Nixpkgs, file: string): Lazy | undefined {
  if (file !== root && !file.startsWith(`${root}/`)) return undefined;
  const name = file.slice(root.length + 1).replace(/(^|\/)default\.nix$/, '');
  if (name === 'lib') return world.lib;
  if (name === '') return native('nixpkgs', 1, (_rt, given) => packages(world, nixpkgsName, given ?? null));
  return nixosFile(name, world.pkgs) ?? unknown(`<nixpkgs/${name}>`);
}

/** The packages as nixpkgs gives them for a set of arguments; overlays that are not known are passed over. */
function packages({ rt, lib, pkgs }: World, pathName: string, given: Lazy): Value {
  const args = force(given);
  const overlays = isAttrs(args) ? args.entries.get('overlays') : undefined;
  const value = overlays === undefined ? null : force(overlays.value);
  const known = isList(value) ? value.items.filter((overlay) => !isUnknown(force(overlay))) : [];
  return known.length === 0 ? force(pkgs) : createPkgs(rt, { lib, pathName, overlays: known });
}
