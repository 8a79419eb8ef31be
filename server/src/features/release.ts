import releases from '../../data/releases.json';
import type { FileSystem } from '../base/host';
import { dirName } from '../nix/paths';

/** The systemd that each release of NixOS carries; those that came later are not told from the newest. */
const SYSTEMD: ReadonlyMap<string, number> = new Map(Object.entries(releases));

/** The systemd of the NixOS release that the flake around a file is locked to; undefined where no lock file names one. */
export function systemdOfRelease(files: FileSystem, path: string): number | undefined {
  const text = nearestLock(files, dirName(path));
  const ref = text === undefined ? undefined : lockedRef(text);
  const release = /(?:nixos|release)-(\d\d\.\d\d)/.exec(ref ?? '')?.[1];
  return release === undefined ? undefined : SYSTEMD.get(release);
}

function nearestLock(files: FileSystem, folder: string): string | undefined {
  const text = files.readText(`${folder === '/' ? '' : folder}/flake.lock`);
  const above = dirName(folder);
  return text ?? (above === folder ? undefined : nearestLock(files, above));
}

/** The branch of the input `nixpkgs` of a flake.lock (nix-flake(1), "Lock files"). */
function lockedRef(text: string): string | undefined {
  const nodes = property(parsed(text), 'nodes');
  const name = property(property(property(nodes, 'root'), 'inputs'), 'nixpkgs');
  const ref = typeof name === 'string' ? property(property(property(nodes, name), 'original'), 'ref') : undefined;
  return typeof ref === 'string' ? ref : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
