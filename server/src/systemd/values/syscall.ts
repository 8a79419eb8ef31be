import data from '../../../data/syscalls.json';
import vocab from '../../../data/vocab.json';
import { presentAt } from '../catalogue';
import { slipsOf } from '../distance';
import type { Fault, Verdict } from '../types';
import { notOneOf } from './enumerations';
import { eachWord, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, firstFault, part, quoted, type Slice, sliceOf } from './slice';
import { isFault, splitWords } from './words';

interface GroupFacts {
  readonly members: readonly string[];
  readonly presentIn?: readonly number[];
  readonly differences?: Readonly<
    Record<string, { readonly lacks: readonly string[]; readonly hasExtra: readonly string[] }>
  >;
}

const groups: Readonly<Record<string, GroupFacts>> = data.groups;
const errnoNames: readonly string[] = vocab.errnos.map(({ name }) => name);

/** The system call groups of a version, such as `@system-service`. */
export function syscallGroups(version: number): readonly string[] {
  return Object.keys(groups).filter((name) => presentAt(groups[name]?.presentIn, undefined, version));
}

/** The members of a group as a version has them, which may be groups themselves; none for an unknown group. */
export function groupMembers(name: string, version: number): readonly string[] {
  const group = groups[name];
  if (group === undefined) return [];
  const sample = Object.keys(group.differences ?? {}).find((sampled) => Number(sampled) >= version);
  const difference = sample === undefined ? undefined : group.differences?.[sample];
  if (difference === undefined) return group.members;
  return [...group.members.filter((member) => !difference.lacks.includes(member)), ...difference.hasExtra];
}

/** The system calls of a group, the groups in it resolved. */
export function groupCalls(name: string, version: number): readonly string[] {
  const calls = groupMembers(name, version).flatMap((member) =>
    member.startsWith('@') ? groupCalls(member, version) : [member],
  );
  return [...new Set(calls)];
}

/** Calls that libseccomp knows, though systemd's own list has them not. */
const unlisted: readonly string[] = ['arm_sync_file_range'];
const known = new Set([...unlisted, ...data.resolvable, ...Object.values(groups).flatMap(({ members }) => members)]);

/** All names of system calls. */
export function syscallNames(): readonly string[] {
  return [...known].filter((name) => !name.startsWith('@')).sort();
}

export interface SyscallFilter {
  readonly inverted: boolean;
  readonly entries: readonly { readonly name: string; readonly action: string | undefined; readonly slice: Slice }[];
}

/** The words of one SystemCallFilter= line; undefined when it cannot be cut into words. */
export function parseSyscallFilter(text: string): SyscallFilter | undefined {
  const parsed = readFilter(sliceOf(text));
  return isFault(parsed) ? undefined : parsed;
}

function readFilter(value: Slice): SyscallFilter | Fault {
  const inverted = value.text.startsWith('~');
  const words = splitWords(inverted ? part(value, 1) : value);
  if (isFault(words)) return words;
  const entries = words.map((slice) => {
    const colon = slice.text.indexOf(':');
    if (colon === -1) return { name: slice.text, action: undefined, slice };
    return { name: slice.text.slice(0, colon), action: slice.text.slice(colon + 1), slice };
  });
  return { inverted, entries };
}

function checkName(name: Slice, version: number): Verdict {
  const { text } = name;
  if (text.startsWith('@')) {
    const all = syscallGroups(version);
    if (all.includes(text)) return accepted;
    return fault(name, `${quoted(text)} is not a group of system calls`, slipsOf(text, all));
  }
  if (known.has(text)) return accepted;
  if (text.startsWith('~')) return fault(name, "'~' is understood only at the beginning of the whole list");
  return fault(name, `${quoted(text)} is not a system call`, slipsOf(text, syscallNames()));
}

/** `kill`, the name of an error or its number. */
function checkAction(action: Slice, lowest: bigint): Verdict {
  const { text } = action;
  const number = parseInteger(text);
  if (
    text === 'kill' ||
    errnoNames.includes(text.toUpperCase()) ||
    (number !== undefined && number >= lowest && number <= 4095n)
  )
    return accepted;
  return fault(action, `${quoted(text)} is not the name of an error such as EPERM, a number up to 4095, or kill`, [
    'kill',
    ...slipsOf(text, errnoNames),
  ]);
}

export const syscallFilter: Grammar = (value, { version }) => {
  const filter = readFilter(value);
  if (isFault(filter)) return filter;
  return firstFault(filter.entries, ({ name, action, slice }) => {
    if (action !== undefined) {
      const verdict = checkAction(part(slice, name.length + 1), 0n);
      if (!verdict.ok) return verdict;
      if (!filter.inverted)
        return fault(part(slice, name.length), "An action is allowed only in a list that starts with '~'");
    }
    if (name === '') return fault(slice, 'The name of a system call is missing');
    return checkName(part(slice, 0, name.length), version);
  });
};

export const syscallLog: Grammar = (value, { version }) => {
  const names = splitWords(value.text.startsWith('~') ? part(value, 1) : value);
  return isFault(names) ? names : firstFault(names, (name) => checkName(name, version));
};

export const syscallErrno: Grammar = (value) => checkAction(value, 1n);

export const syscallArchitectures: Grammar = eachWord({ unquote: true }, (word, { version }) => {
  const missing: readonly string[] = version < 254 ? data.architecturesMissingIn252 : [];
  const allowed = data.architectures.filter((name) => !missing.includes(name));
  return allowed.includes(word.text) ? accepted : notOneOf(word, allowed);
});
