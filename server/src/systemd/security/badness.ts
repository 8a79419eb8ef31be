import { coversAll } from './addresses';
import { allowsFamilies } from './restrictions';
import type { Sandbox } from './sandbox';
import { allowsSomeOf } from './syscalls';

/** A row of the assessment, as server/data/security.json has it. */
export interface RowFacts {
  readonly id: string;
  readonly field: string;
  readonly weight: number;
  readonly range: number;
  readonly needsDefaultDependencies?: boolean;
  readonly check: string;
  readonly directive?: string;
  readonly badness?: Readonly<Record<string, number | undefined>>;
  readonly members?: readonly string[];
  readonly reads: readonly string[];
}

/** From 0 (good) to the row's range; undefined when the row does not apply. */
type Check = (sandbox: Sandbox, row: RowFacts) => number | undefined;

const checks: Readonly<Record<string, Check>> = {
  word: ({ words }, { directive = '', badness = {} }) => badness[words.get(directive) ?? ''] ?? badness['*'],

  user: (sandbox) => {
    if (sandbox.user === 'nobody') return 9;
    const named = sandbox.user !== '' && !isRoot(sandbox);
    return named || (sandbox.dynamicUser && !isRoot(sandbox)) || sandbox.ofUserManager ? 0 : 10;
  },

  'supplementary-groups': (sandbox) => {
    if (runsPrivileged(sandbox)) return undefined;
    return sandbox.supplementaryGroups.length > 0 ? 1 : 0;
  },

  'remove-ipc': (sandbox) => {
    if (sandbox.ofUserManager || runsPrivileged(sandbox)) return undefined;
    return sandbox.words.get('RemoveIPC') === 'yes' ? 0 : 1;
  },

  'root-directory': ({ ownRoot }) => (ownRoot ? 0 : 1),

  'capability-bounding-set': ({ bounding }, { members = [] }) => (members.some((name) => bounding.has(name)) ? 1 : 0),

  'ambient-capabilities': ({ ambient }) => (ambient.size > 0 ? 1 : 0),

  umask: ({ umask }) => {
    const open = (bits: number) => (umask & bits) !== bits;
    if (open(0o002)) return 10;
    if (open(0o004)) return 5;
    if (open(0o020)) return 2;
    return open(0o040) ? 1 : 0;
  },

  'restrict-namespaces': ({ namespaces }, { members = [] }) => (members.some((name) => namespaces.has(name)) ? 1 : 0),

  'restrict-address-families': ({ families }, { members = [] }) => (allowsFamilies(families, members) ? 1 : 0),

  'system-call-architectures': ({ architectures }) => {
    if (architectures.size === 0) return 10;
    return architectures.size === 1 && architectures.has('native') ? 0 : 8;
  },

  'system-call-filter': ({ calls, version }, { members = [] }) => {
    if (calls === undefined) return 10;
    const open = members.some((group) => allowsSomeOf(calls, group, version));
    if (calls.allowList) return open ? 9 : 0;
    return open ? 10 : 0;
  },

  'ip-address-allow': ({ packetFilters, denied, allowed }) => {
    if (packetFilters) return 0;
    if (!coversAll(denied)) return 10;
    if (allowed.some(({ isLocalhost }) => !isLocalhost)) return 5;
    return allowed.length > 0 ? 2 : 0;
  },

  'device-allow': ({ words, deviceList }) => {
    if (words.get('DevicePolicy') === 'auto') return 10;
    return deviceList ? 5 : 0;
  },
};

/** How bad a unit is in one row; undefined when the row does not apply to it. */
export function badnessOf(sandbox: Sandbox, row: RowFacts): number | undefined {
  if (row.needsDefaultDependencies && !sandbox.defaultDependencies) return undefined;
  return checks[row.check]?.(sandbox, row);
}

function isRoot({ user }: Sandbox): boolean {
  return user === 'root' || user === '0';
}

function runsPrivileged(sandbox: Sandbox): boolean {
  if (sandbox.ofUserManager) return false;
  return isRoot(sandbox) || (!sandbox.dynamicUser && sandbox.user === '');
}
