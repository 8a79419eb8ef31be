import path from 'node:path';

const STORE_HASH = /^[0-9a-df-np-sv-z]{32}-/;

/** What `nixpkgs` stands for in a search path such as NIX_PATH; the first entry wins. */
export function searched(entries: readonly string[]): string | undefined {
  return entries.find((entry) => entry.startsWith('nixpkgs='))?.slice('nixpkgs='.length);
}

/** The entries of NIX_PATH. */
export function nixPath(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (env.NIX_PATH ?? '').split(/:(?!\/\/)/);
}

/**
 * The name that the store gives to the nixpkgs of a search path: `nixos` for the channel of that name. Undefined where the path
 * names none, or a flake.
 */
export function nixpkgsName(entries: readonly string[]): string | undefined {
  const folder = searched(entries);
  return folder?.startsWith('/') === true ? path.basename(folder).replace(STORE_HASH, '') : undefined;
}
