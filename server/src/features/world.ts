import type { FileSystem } from '../base/host';
import { fileUri } from '../base/uri';
import { moduleGroups } from '../modules/lib';
import { createRuntime } from '../nix/evaluator';
import { createLib } from '../nix/lib/create-lib';
import { native } from '../nix/native';
import { createPkgs } from '../nix/pkgs/create-pkgs';
import { assumptions, type Limits, type Runtime } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import { type Attrs, type Lazy, path, unknown } from '../nix/value';
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
}

/** An evaluator with nixpkgs around it. */
export interface World {
  readonly rt: Runtime;
  readonly lib: Attrs;
  readonly pkgs: Lazy;
}

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
    assumptions: assumptions(),
    findFile: (_rt, name) => (/^nixpkgs(\/|$)/.test(name) ? path(root + name.slice('nixpkgs'.length)) : undefined),
    importNative: (_rt, file) => (nixpkgs === undefined ? nativeFile(world, root, file) : undefined),
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

/** What importing a file of nixpkgs gives where there is no nixpkgs; undefined for any other file. */
function nativeFile({ lib, pkgs }: World, root: string, file: string): Lazy | undefined {
  if (file !== root && !file.startsWith(`${root}/`)) return undefined;
  const name = file.slice(root.length + 1).replace(/(^|\/)default\.nix$/, '');
  if (name === 'lib') return lib;
  return name === '' ? native('nixpkgs', 1, () => force(pkgs)) : unknown(`<nixpkgs/${name}>`);
}
