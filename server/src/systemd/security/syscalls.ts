import security from '../../../data/security.json';
import data from '../../../data/syscalls.json';
import { groupMembers, parseSyscallFilter, syscallGroups } from '../values/syscall';
import { fold } from './lines';
import { factsVersion } from './versions';

/** A SystemCallFilter= after all its lines (systemd: config_parse_syscall_filter). */
export interface CallFilter {
  readonly allowList: boolean;
  /** The calls that are allowed without an error, or those that are denied. */
  readonly calls: ReadonlySet<string>;
}

/** Calls that exist on x86-64. Others are nowhere looked at: assessments speak of the machines that services run on. */
const resolvable: ReadonlySet<string> = new Set([...data.resolvable, ...security.retiredCalls]);

/** Undefined: nothing is filtered. */
export function callFilter(values: readonly string[], version: number): CallFilter | undefined {
  return fold<CallFilter | undefined>(values, undefined, (state, value) => addLine(state, value, version));
}

/** Whether a call of a group can still be made. */
export function allowsSomeOf(filter: CallFilter, group: string, version: number): boolean {
  return callsOf(group, version).some((call) => filter.calls.has(call) === filter.allowList);
}

/** The calls of every group by version, since each assessment asks for many of them. */
const groups: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> = new Map(
  security.versions.map((version) => [version, groupsOf(version)]),
);

function groupsOf(version: number): ReadonlyMap<string, readonly string[]> {
  const done = new Map<string, readonly string[]>();
  const expand = (name: string): readonly string[] => {
    const known = done.get(name);
    if (known !== undefined) return known;
    const calls = groupMembers(name, version).flatMap((member) => (member.startsWith('@') ? expand(member) : [member]));
    const existing = [...new Set(calls)].filter((call) => resolvable.has(call));
    done.set(name, existing);
    return existing;
  };
  for (const name of syscallGroups(version)) expand(name);
  return done;
}

function callsOf(name: string, version: number): readonly string[] {
  if (name.startsWith('@')) return groups.get(factsVersion(version))?.get(name) ?? [];
  return resolvable.has(name) ? [name] : [];
}

function addLine(state: CallFilter | undefined, value: string, version: number): CallFilter {
  const parsed = parseSyscallFilter(value);
  const inverted = parsed?.inverted ?? value.startsWith('~');
  const allowList = state?.allowList ?? !inverted;
  const calls = new Set(state?.calls ?? (allowList ? callsOf('@default', version) : []));
  for (const { name, action } of parsed?.entries ?? []) {
    if (action !== undefined && !inverted) continue;
    const listed = inverted !== allowList;
    for (const call of callsOf(name, version)) {
      // A call of an allow list that returns an error is not allowed.
      if (listed) calls.add(call);
      else calls.delete(call);
    }
  }
  return { allowList, calls };
}
