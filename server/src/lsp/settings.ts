import { property } from '../base/property';

/** The settings that the server honours, all with a value. */
export interface Settings {
  /** The systemd version to judge for; undefined: the newest known. */
  readonly systemdVersion: number | undefined;
  /** Take the `enable` options of the file's own modules as true in previews. */
  readonly assumeEnabled: boolean;
  /** Fetch sources over `http:`, `git:` and `file:` too. */
  readonly allowInsecure: boolean;
  /** Codes of findings to pass over. */
  readonly ignore: readonly string[];
  /** Run ShellCheck on generated scripts. */
  readonly shellcheck: boolean;
  /** Compare the hashes of store paths, and the versions in them, with the rest. */
  readonly compareStoreHashes: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  systemdVersion: undefined,
  assumeEnabled: true,
  allowInsecure: false,
  ignore: [],
  shellcheck: false,
  compareStoreHashes: false,
};

/** Reads the client's `nixServices` section; whatever is missing or malformed has its default. */
export function parseSettings(section: unknown): Settings {
  const version = Number(property(section, 'systemdVersion'));
  const assumeEnabled = property(property(section, 'preview'), 'assumeEnabled');
  const allowInsecure = property(property(section, 'hash'), 'allowInsecure');
  const ignore: unknown = property(section, 'ignore');
  return {
    systemdVersion: Number.isInteger(version) && version > 0 ? version : DEFAULT_SETTINGS.systemdVersion,
    assumeEnabled: typeof assumeEnabled === 'boolean' ? assumeEnabled : DEFAULT_SETTINGS.assumeEnabled,
    allowInsecure: typeof allowInsecure === 'boolean' ? allowInsecure : DEFAULT_SETTINGS.allowInsecure,
    compareStoreHashes: property(property(section, 'compare'), 'storeHashes') === true,
    shellcheck: property(section, 'shellcheck') === 'on',
    ignore: Array.isArray(ignore) ? ignore.filter((code) => typeof code === 'string') : DEFAULT_SETTINGS.ignore,
  };
}
