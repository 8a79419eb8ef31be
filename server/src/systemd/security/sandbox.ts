import data from '../../../data/security.json';
import syscalls from '../../../data/syscalls.json';
import { directive } from '../catalogue';
import { checkValue } from '../values/check';
import { parseBoolean } from '../values/enumerations';
import { parseInteger } from '../values/integers';
import { sliceOf } from '../values/slice';
import { isFault, splitWords } from '../values/words';
import { type Prefix, prefixesOf } from './addresses';
import { ambientSet, boundingSet } from './capabilities';
import { fold, type UnitLines, valuesOf, wordOf } from './lines';
import { allowedNamespaces, type FamilyFilter, familyFilter } from './restrictions';
import { type CallFilter, callFilter } from './syscalls';

/** What a unit's lines add up to, with all that they imply (systemd: unit_patch_contexts). */
export interface Sandbox {
  readonly version: number;
  /** Directive to its word; `yes` and `no` for truth values. */
  readonly words: ReadonlyMap<string, string>;
  readonly defaultDependencies: boolean;
  readonly user: string;
  readonly dynamicUser: boolean;
  /** A unit of a user's manager, where the version cares. */
  readonly ofUserManager: boolean;
  readonly supplementaryGroups: readonly string[];
  readonly ownRoot: boolean;
  readonly bounding: ReadonlySet<string>;
  readonly ambient: ReadonlySet<string>;
  readonly umask: number;
  readonly namespaces: ReadonlySet<string>;
  readonly families: FamilyFilter | undefined;
  readonly architectures: ReadonlySet<string>;
  readonly calls: CallFilter | undefined;
  readonly denied: readonly Prefix[];
  readonly allowed: readonly Prefix[];
  readonly packetFilters: boolean;
  readonly deviceList: boolean;
}

const reductions: Readonly<Record<string, readonly string[]>> = data.capabilityReductions;
const wordDirectives: readonly string[] = [
  ...new Set([...data.rows.flatMap(({ directive }) => directive ?? []), 'RemoveIPC', 'DevicePolicy']),
];
const firstVersionWithUserScope = 262;
const firstVersionWithTristateMounts = 254;
const lastVersionWithTpmNode = 257;

export function sandboxOf(lines: UnitLines): Sandbox {
  const dynamicUser = wordOf(lines, lines.section, 'DynamicUser', 'no') === 'yes';
  const words = wordsOf(lines, dynamicUser);
  const bounding = new Set(boundingSet(valuesOf(lines, 'CapabilityBoundingSet'), lines.version));
  for (const [key, capabilities] of Object.entries(reductions)) {
    if (wordOf(lines, lines.section, key, 'no') !== 'no') for (const name of capabilities) bounding.delete(name);
  }
  return {
    version: lines.version,
    words,
    defaultDependencies: wordOf(lines, 'Unit', 'DefaultDependencies', 'yes') === 'yes',
    user: expandUser(lastOf(lines, 'User'), lines.scope),
    dynamicUser,
    ofUserManager: lines.scope === 'user' && lines.version >= firstVersionWithUserScope,
    supplementaryGroups: listOf(lines, 'SupplementaryGroups'),
    ownRoot: [rootOf(lines, 'RootDirectory'), rootOf(lines, 'RootImage')].some((path) => path !== '' && path !== '/'),
    bounding,
    ambient: ambientSet(valuesOf(lines, 'AmbientCapabilities')),
    umask: umaskOf(valuesOf(lines, 'UMask')),
    namespaces: allowedNamespaces(valuesOf(lines, 'RestrictNamespaces'), lines.version),
    families: familyFilter(valuesOf(lines, 'RestrictAddressFamilies'), lines.version),
    architectures: architecturesOf(lines),
    calls: callFilter(valuesOf(lines, 'SystemCallFilter'), lines.version),
    denied: prefixesOf(valuesOf(lines, 'IPAddressDeny')),
    allowed: prefixesOf(valuesOf(lines, 'IPAddressAllow')),
    packetFilters: ['IPIngressFilterPath', 'IPEgressFilterPath'].some((key) => validLines(lines, key).length > 0),
    deviceList: hasDeviceList(lines, words),
  };
}

/** Words that DynamicUser= and PrivateDevices= force upon a unit. */
function wordsOf(lines: UnitLines, dynamicUser: boolean): ReadonlyMap<string, string> {
  const words = new Map(wordDirectives.map((key) => [key, wordOf(lines, lines.section, key, initialWord(lines, key))]));
  if (words.has('Delegate')) words.set('Delegate', delegateOf(lines));
  if (words.get('PrivateDevices') === 'yes' && words.get('DevicePolicy') === 'auto')
    words.set('DevicePolicy', 'closed');
  if (!dynamicUser) return words;
  for (const key of ['RemoveIPC', 'NoNewPrivileges', 'RestrictSUIDSGID']) words.set(key, 'yes');
  if (words.get('PrivateTmp') === 'no') words.set('PrivateTmp', 'yes');
  if (words.get('ProtectHome') === 'no') words.set('ProtectHome', 'read-only');
  return words.set('ProtectSystem', 'strict');
}

const initialWords: Readonly<Record<string, string>> = {
  DevicePolicy: 'auto',
  NotifyAccess: 'none',
  ProcSubset: 'all',
  ProtectProc: 'default',
};

/** The word of a directive that no line sets. An unset tristate counts as true when a unit is judged from its file. */
function initialWord({ scope, type, version }: UnitLines, key: string): string {
  if (key === 'PrivateMounts') return version >= firstVersionWithTristateMounts ? 'yes' : 'no';
  if (key !== 'KeyringMode') return initialWords[key] ?? 'no';
  if (scope === 'user') return 'inherit';
  return type === 'service' ? 'private' : 'shared';
}

/** An empty line delegates too, without controllers (config_parse_delegate). Only services delegate of those judged. */
function delegateOf(lines: UnitLines): string {
  if (lines.type !== 'service') return 'no';
  const last = valuesOf(lines, 'Delegate').at(-1);
  return last === undefined || parseBoolean(last) === false ? 'no' : 'yes';
}

function lastOf(lines: UnitLines, key: string): string {
  return valuesOf(lines, key).at(-1) ?? '';
}

/** The manager of the system runs as root, so that its own user and number are root's. */
function expandUser(user: string, scope: 'system' | 'user'): string {
  if (scope === 'user') return user;
  return user.replaceAll('%u', 'root').replaceAll('%U', '0');
}

function listOf(lines: UnitLines, key: string): readonly string[] {
  return fold<readonly string[]>(valuesOf(lines, key), [], (list, value) => [...list, ...value.split(/\s+/)]);
}

/** The lines of a directive that add up, without those that systemd finds wrong and ignores. */
function validLines(lines: UnitLines, key: string): readonly string[] {
  const entry = directive(lines.section, key, lines.version);
  return fold<readonly string[]>(valuesOf(lines, key), [], (list, value) =>
    entry !== undefined && checkValue(entry, value, lines.version).ok ? [...list, value] : list,
  );
}

function rootOf(lines: UnitLines, key: string): string {
  return lastOf(lines, key).replace(/\/(\.?\/)*\.?$/, '/');
}

function umaskOf(values: readonly string[]): number {
  return values.reduce((mask, value) => {
    const mode = parseInteger(value, { base: 8, signs: false });
    return mode !== undefined && mode <= 0o7777n ? Number(mode) : mask;
  }, 0o022);
}

function architecturesOf(lines: UnitLines): ReadonlySet<string> {
  const missing: readonly string[] = lines.version < 254 ? syscalls.architecturesMissingIn252 : [];
  const known = syscalls.architectures.filter((name) => !missing.includes(name));
  return fold<ReadonlySet<string>>(valuesOf(lines, 'SystemCallArchitectures'), new Set(), (state, value) => {
    const names = splitWords(sliceOf(value), { unquote: true });
    const valid = isFault(names) ? [] : names.map(({ text }) => text).filter((name) => known.includes(name));
    return new Set([...state, ...valid]);
  });
}

/** Whether a closed device policy lets some devices in, by its own list or by what other directives need. */
function hasDeviceList(lines: UnitLines, words: ReadonlyMap<string, string>): boolean {
  const images = lines.version >= firstVersionWithUserScope ? ['RootImage', 'RootMStack'] : ['RootImage'];
  const credentials =
    lines.version <= lastVersionWithTpmNode ? ['LoadCredentialEncrypted', 'SetCredentialEncrypted'] : [];
  return (
    words.get('ProtectClock') === 'yes' ||
    images.some((key) => lastOf(lines, key) !== '') ||
    ['DeviceAllow', 'MountImages', ...credentials].some((key) => validLines(lines, key).length > 0)
  );
}
