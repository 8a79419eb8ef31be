import type { FileSystem } from '../base/host';
import { property } from '../base/property';
import { foldersAround, inFolder } from '../nix/paths';
import { type ReleaseRange, systemdOf } from '../units/release';

/** What the sources around a file say of the NixOS that it is for. */
export interface PinnedRelease {
  /** Of all the nixpkgs that they are pinned to; undefined where the release of one is not known. */
  readonly range: ReleaseRange | undefined;
  /** The systemd of the release that the main nixpkgs is of; undefined where that is not known, or may be one of several. */
  readonly systemd: number | undefined;
}

/** The release of NixOS that the sources around a file are pinned to. */
export function pinnedRelease(files: FileSystem, path: string): PinnedRelease {
  const all = pinned(files, path);
  const [main] = all;
  return {
    range: all.reduce((before, one) => before && one && { from: least(before, one), to: greatest(before, one) }),
    systemd: main === undefined || main.from !== main.to ? undefined : systemdOf.get(main.from),
  };
}

function least(a: ReleaseRange, b: ReleaseRange): string {
  return a.from < b.from ? a.from : b.from;
}

function greatest(a: ReleaseRange, b: ReleaseRange): string {
  return a.to > b.to ? a.to : b.to;
}

type Pinned = readonly [ReleaseRange | undefined, ...(ReleaseRange | undefined)[]];

const UNKNOWN: Pinned = [undefined];

/** The files that pin nixpkgs, and how each is read. */
const PIN_FILES: readonly { readonly name: string; readonly read: (content: unknown) => Pinned }[] = [
  { name: 'flake.lock', read: ofFlakeLock },
  {
    name: 'npins/sources.json',
    read: (content) => ofBranch(property(property(property(content, 'pins'), 'nixpkgs'), 'name')),
  },
  { name: 'nix/sources.json', read: (content) => ofBranch(property(property(content, 'nixpkgs'), 'branch')) },
];

/** What the nearest file that pins nixpkgs says, upwards from a file; the nixpkgs of that name first. */
function pinned(files: FileSystem, path: string): Pinned {
  for (const folder of foldersAround(path)) {
    for (const { name, read } of PIN_FILES) {
      const text = files.readText(inFolder(folder, name));
      if (text !== undefined) return read(parsed(text));
    }
  }
  return ofChannel(files, path);
}

/** Where a machine's configuration is, and the channel that it is evaluated with. */
const MACHINE = '/etc/nixos/';
const CHANNEL = '/nix/var/nix/profiles/per-user/root/channels/nixos';

function ofChannel(files: FileSystem, path: string): Pinned {
  if (!path.startsWith(MACHINE)) return UNKNOWN;
  const release = /^\d\d\.\d\d/.exec(files.readText(`${CHANNEL}/.version`) ?? '')?.[0];
  const suffix = files.readText(`${CHANNEL}/.version-suffix`) ?? '';
  if (release === undefined) return UNKNOWN;
  return [{ from: suffix.startsWith('pre') ? before(release) : release, to: release }];
}

function ofBranch(branch: unknown): Pinned {
  return [typeof branch === 'string' ? released(branch) : undefined];
}

/** Release branches and their channels: `nixos-25.05`, `nixos-25.05-small`, `release-25.05`, `nixpkgs-25.05-darwin`. */
function released(branch: string): ReleaseRange | undefined {
  const release = /(?:nixos|nixpkgs|release)-(\d\d\.\d\d)/.exec(branch)?.[1];
  return release === undefined ? undefined : { from: release, to: release };
}

/** The inputs of a flake that are nixpkgs (nix-flake(1), "Lock files"). */
function ofFlakeLock(lock: unknown): Pinned {
  const nodes = property(lock, 'nodes');
  const inputs = property(property(nodes, 'root'), 'inputs');
  const main = rangeOfNode(nodeOf(nodes, property(inputs, 'nixpkgs')));
  const names = typeof inputs === 'object' && inputs !== null ? Object.keys(inputs) : [];
  const others = names
    .filter((name) => name !== 'nixpkgs')
    .map((name) => nodeOf(nodes, property(inputs, name)))
    .filter((node) => property(property(node, 'original'), 'repo') === 'nixpkgs')
    .map(rangeOfNode);
  return [main, ...others];
}

function nodeOf(nodes: unknown, name: unknown): unknown {
  return typeof name === 'string' ? property(nodes, name) : undefined;
}

function rangeOfNode(node: unknown): ReleaseRange | undefined {
  const ref = property(property(node, 'original'), 'ref');
  const named = typeof ref === 'string' ? released(ref) : undefined;
  const modified = property(property(node, 'locked'), 'lastModified');
  return named ?? (typeof modified === 'number' ? unstableAt(new Date(modified * 1000)) : undefined);
}

/** The releases between which the development branch was at a time: they come each May and November. */
function unstableAt(time: Date): ReleaseRange {
  const month = time.getUTCFullYear() * 12 + time.getUTCMonth();
  return { from: releaseAtOrBefore(month - 1), to: releaseAtOrBefore(month + 6) };
}

const MAY = 4;
const NOVEMBER = 10;

/** The newest release of a month or before, months being counted from the year zero. */
function releaseAtOrBefore(month: number): string {
  const year = Math.floor(month / 12);
  const within = month % 12;
  if (within >= NOVEMBER) return named(year, NOVEMBER);
  return within >= MAY ? named(year, MAY) : named(year - 1, NOVEMBER);
}

function named(year: number, month: number): string {
  return `${String(year % 100).padStart(2, '0')}.${month === MAY ? '05' : '11'}`;
}

function before(release: string): string {
  const [year = 0, month = 0] = release.split('.').map(Number);
  return releaseAtOrBefore((2000 + year) * 12 + month - 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
