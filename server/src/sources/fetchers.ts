import data from '../../data/fetchers.json';
import { type Algorithm, isAlgorithm } from '../store/digest';

/** An attribute that holds a fetcher's hash. */
export interface HashAttribute {
  readonly name: string;
  /** The algorithm that the attribute's name fixes; undefined where the hash itself says it. */
  readonly algorithm: Algorithm | undefined;
  /** The attribute that names the algorithm: `outputHashAlgo` beside `outputHash`. */
  readonly algorithmAttribute: string | undefined;
  readonly legacy: boolean;
  readonly optional: boolean;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
  /** The old name is refused or ignored by today's nixpkgs. */
  readonly broken: boolean;
}

/** What a function that fetches by a hash takes, and what its hash is over. */
export interface Fetcher {
  /** As it is best known: `builtins.fetchurl`, `fetchFromGitHub`, `buildGoModule`. */
  readonly name: string;
  readonly lastName: string;
  readonly kind: 'builtin' | 'source' | 'dependencies' | 'builder';
  /** Takes a bare string for its address. */
  readonly stringArgument: boolean;
  /** The first is the one to write. */
  readonly hashes: readonly HashAttribute[];
  /** The hash is over the Nix archive of a tree rather than the bytes of a file, options aside. */
  readonly recursive: boolean;
  /** Attributes, besides the address, that change the hash. */
  readonly hashChanging: readonly string[];
  readonly renames: readonly Rename[];
  /** Host of a forge that the fetcher is for. */
  readonly host: string | undefined;
  /** Addresses with `{owner}`-like places; undefined where the fetcher builds none. */
  readonly archiveUrl: string | undefined;
  readonly gitUrl: string | undefined;
  /** Attributes that make it clone with git instead of downloading an archive. */
  readonly gitSwitches: readonly string[];
  /** Attribute of a builder's package that is the download itself. */
  readonly output: string | undefined;
}

type Row = (typeof data.fetchers)[number];
type BuilderRow = (typeof data.builders)[number];

/** What an attribute's name says: `sha256` fixes the algorithm, and is the old way where there is `hash`. */
function hashAttribute(name: string, among: readonly string[]): HashAttribute {
  const algorithm = isAlgorithm(name) ? name : undefined;
  return {
    name,
    algorithm,
    algorithmAttribute: name === 'outputHash' ? 'outputHashAlgo' : undefined,
    legacy: algorithm !== undefined && among.includes('hash'),
    optional: name === 'narHash',
  };
}

function fetcherOf(row: Row): Fetcher {
  return {
    name: row.name,
    lastName: row.lastName,
    kind: row.builtin ? 'builtin' : row.dependencies ? 'dependencies' : 'source',
    stringArgument: row.stringArgument,
    hashes: row.hashes.map((name) => hashAttribute(name, row.hashes)),
    recursive: row.recursive,
    hashChanging: row.hashChanging,
    renames: row.renames,
    host: row.host ?? undefined,
    archiveUrl: row.archiveUrl ?? undefined,
    gitUrl: row.gitUrl ?? undefined,
    gitSwitches: row.gitSwitches,
    output: undefined,
  };
}

function builderOf(row: BuilderRow): Fetcher {
  const attribute = { algorithm: undefined, algorithmAttribute: undefined, optional: true };
  return {
    name: row.name,
    lastName: row.lastName,
    kind: 'builder',
    stringArgument: false,
    hashes: [
      { ...attribute, name: row.hash, legacy: false },
      ...row.renames.map(({ from }) => ({ ...attribute, name: from, algorithm: 'sha256' as const, legacy: true })),
    ],
    recursive: true,
    hashChanging: row.hashChanging,
    renames: row.renames,
    host: undefined,
    archiveUrl: undefined,
    gitUrl: undefined,
    gitSwitches: [],
    output: row.output,
  };
}

export const FETCHERS: readonly Fetcher[] = [...data.fetchers.map(fetcherOf), ...data.builders.map(builderOf)];

/** Builtins that stand in Nix's global scope without `builtins.`. */
const GLOBAL_BUILTINS = new Set(['fetchTarball', 'fetchGit', 'fetchTree', 'fetchMercurial']);

/** Names under which nixpkgs offers a builder per version or an old form of it. */
const VARIANTS: readonly (readonly [RegExp, string])[] = [
  [/^buildGo\d+Module$/, 'buildGoModule'],
  [/^buildComposerProject$/, 'buildComposerProject2'],
];

/**
 * The fetcher that an attribute path names: `['pkgs', 'fetchgit']`, `['builtins', 'fetchurl']`, `['fetchTarball']`.
 * Only the last names count, so that any package set may stand before them.
 */
export function fetcherAt(path: readonly string[]): Fetcher | undefined {
  const written = path.at(-1) ?? '';
  const scope = path.at(-2);
  if (written === 'fetchDeps') return /^pnpm/.test(scope ?? '') ? fetcherAt(['fetchPnpmDeps']) : undefined;
  const lastName = VARIANTS.find(([pattern]) => pattern.test(written))?.[1] ?? written;
  const builtin = scope === 'builtins' || (scope === undefined && GLOBAL_BUILTINS.has(lastName));
  return FETCHERS.find((fetcher) => fetcher.lastName === lastName && (fetcher.kind === 'builtin') === builtin);
}

/** The builder that an attribute such as `npmDepsHash` belongs to, old names included; undefined for `hash` and the like. */
export function builderWithHash(attribute: string): Fetcher | undefined {
  return FETCHERS.find(({ kind, hashes }) => kind === 'builder' && hashes.some(({ name }) => name === attribute));
}
