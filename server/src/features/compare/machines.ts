import type { FileSystem, ProcessRequest } from '../../base/host';
import { dirName, foldersAround, inFolder } from '../../nix/paths';
import { quoteString } from '../../syntax/quote';
import type { World } from '../../units/model';

/** What makes the configurations that a file belongs to. */
export type Maker =
  | { readonly kind: 'flake'; readonly folder: string }
  /** A `configuration.nix` of the channels, or a `home.nix`. */
  | { readonly kind: 'channel'; readonly file: string };

/** The flake's output that has the configurations of a world. */
export type Output = 'nixosConfigurations' | 'homeConfigurations';

const TIMEOUT_MS = 10 * 60_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

const FEATURES = ['--extra-experimental-features', 'nix-command flakes'] as const;

/** The nearest file of a name at or above the folder of a path. */
function nearest(files: FileSystem, path: string, name: string): string | undefined {
  return foldersAround(path)
    .map((folder) => inFolder(folder, name))
    .find((file) => files.stat(file) !== undefined);
}

/** The nearest flake above a file, else the nearest configuration of its world; undefined where there is neither. */
export function makerOf(files: FileSystem, path: string, world: World): Maker | undefined {
  const flake = nearest(files, path, 'flake.nix');
  if (flake !== undefined) return { kind: 'flake', folder: dirName(flake) };
  const file = nearest(files, path, world === 'home-manager' ? 'home.nix' : 'configuration.nix');
  return file === undefined ? undefined : { kind: 'channel', file };
}

function flakeEval(folder: string, output: string, apply: string): ProcessRequest {
  return {
    argv: ['nix', 'eval', '--json', '--no-write-lock-file', ...FEATURES, `.#${output}`, '--apply', apply],
    cwd: folder,
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

/** Asks a flake for the names of its configurations. */
export function namesRequest(folder: string, output: Output): ProcessRequest {
  return flakeEval(folder, output, 'builtins.attrNames');
}

/** Asks a flake for a value of one of its configurations; `of` gets an expression for the evaluated options. */
export function flakeRequest(
  folder: string,
  output: Output,
  name: string,
  of: (config: string) => string,
): ProcessRequest {
  return flakeEval(folder, output, `hosts: ${of(`hosts.${quoteString(name)}.config`)}`);
}

/** Asks for a value of the configuration that a file is, with the nixpkgs and home-manager of the channels. */
export function channelRequest(
  file: string,
  world: World,
  builds: boolean,
  of: (config: string) => string,
): ProcessRequest {
  const path = `(/. + ${quoteString(file)})`;
  const config =
    world === 'home-manager'
      ? `(import <home-manager/modules> { configuration = ${path}; pkgs = import <nixpkgs> { }; }).config`
      : `(import <nixpkgs/nixos> { configuration = ${path}; }).config`;
  const mode = builds ? ['--read-write-mode'] : [];
  return {
    argv: ['nix-instantiate', '--eval', '--strict', '--json', ...mode, '--expr', of(config)],
    cwd: dirName(file),
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

/** What Nix complains of, in a line: the last of its errors, which the others lead to. */
export function errorLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^error: \S/.test(line)).map((line) => line.slice('error: '.length));
  return errors.at(-1) ?? lines.find((line) => line !== '') ?? 'it says nothing';
}
