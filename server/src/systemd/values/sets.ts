import vocab from '../../../data/vocab.json';
import { byLikeness } from '../distance';
import type { Verdict } from '../types';
import { eachWord, type Grammar } from './grammar';
import { integerBetween, parseInteger } from './integers';
import { accepted, fault, firstFault, part, quoted, type Slice } from './slice';
import { isFault, splitWords } from './words';
import { notOneOf, oneOf, parseBoolean } from './words-of';

/** A list whose first `~` inverts it. */
function invertible(list: Grammar): Grammar {
  return (value, context) => list(value.text.startsWith('~') ? part(value, 1) : value, context);
}

/** A part that systemd drops in silence. */
function silently(verdict: Verdict): Verdict {
  return verdict.ok ? verdict : { ...verdict, silent: true };
}

const capabilityNames: readonly string[] = vocab.capabilities;

export const capabilities: Grammar = invertible(
  eachWord({ unquote: true, relaxed: true }, (word) => {
    const number = parseInteger(word.text);
    if (number !== undefined && number >= 0n && number <= 62n) return accepted;
    if (capabilityNames.includes(word.text.toUpperCase())) return accepted;
    const near = byLikeness(word.text, capabilityNames).slice(0, 5);
    return silently(fault(word, `${quoted(word.text)} is not a capability`, near));
  }),
);

const familyNames: readonly string[] = vocab.addressFamilies.map(({ name }) => name);

const families = invertible(
  eachWord({ unquote: true }, (word) => {
    if (familyNames.some((name) => name.toLowerCase() === word.text.toLowerCase())) return accepted;
    return fault(word, `${quoted(word.text)} is not an address family`, byLikeness(word.text, familyNames).slice(0, 5));
  }),
);

export const addressFamilies: Grammar = (value, context) =>
  value.text === 'none' ? accepted : families(value, context);

const namespaceNames: readonly string[] = ['cgroup', 'ipc', 'net', 'mnt', 'pid', 'user', 'uts', 'time'];

/** RestrictNamespaces= and DelegateNamespaces=: a boolean or namespaces; that of users cannot be delegated. */
export const namespaces: Grammar = (value, { directive }) => {
  if (parseBoolean(value.text) !== undefined) return accepted;
  const inverted = value.text.startsWith('~');
  const words = splitWords(inverted ? part(value, 1) : value);
  if (isFault(words)) return words;
  const userIsWrong = directive.name === 'DelegateNamespaces' && !inverted;
  return firstFault(words, (word) => {
    if (!namespaceNames.includes(word.text)) return notOneOf(word, namespaceNames);
    return userIsWrong && word.text === 'user' ? fault(word, 'The user namespace cannot be delegated') : accepted;
  });
};

export const secureBits: Grammar = eachWord({ unquote: true, relaxed: true }, (word, { directive }) =>
  silently(oneOf(directive.values)(word, { directive, version: 0 })),
);

/** DisableControllers=: unknown words are dropped in silence, unless no known one is left. */
export const controllers: Grammar = (value, { directive }) => {
  const words = splitWords(value);
  if (isFault(words)) return words;
  const unknown = words.find((word) => !directive.values.includes(word.text));
  if (unknown === undefined) return accepted;
  const verdict = notOneOf(unknown, directive.values);
  return words.some((word) => directive.values.includes(word.text)) ? silently(verdict) : verdict;
};

const delegated = eachWord({ unquote: true }, (word, context) => oneOf(context.directive.values)(word, context));

/** Delegate=: a boolean or controllers. */
export const delegate: Grammar = (value, context) =>
  parseBoolean(value.text) === undefined ? delegated(value, context) : accepted;

const controllerNames: readonly string[] = vocab.cgroupControllers;

/** DelegateSubgroup=: the name of a control group that is not the kernel's own. */
export const delegateSubgroup: Grammar = (value) => {
  const { text } = value;
  const kernels = /^(notify_on_release|release_agent|tasks)$|^cgroup\./.test(text);
  const reserved = kernels || controllerNames.some((name) => text.startsWith(`${name}.`));
  const valid = /^[^/_.][^/]{0,254}$/.test(text) && !reserved;
  return valid ? accepted : fault(value, `${quoted(text)} cannot be the name of a control group`);
};

const filesystemGroups = Object.keys(vocab.filesystemGroups);

export const filesystems: Grammar = invertible(
  eachWord({ unquote: true }, (word) =>
    !word.text.startsWith('@') || filesystemGroups.includes(word.text) ? accepted : notOneOf(word, filesystemGroups),
  ),
);

export const coredumpFilter: Grammar = eachWord({}, (word, { directive }) => {
  const allowed = [...directive.values, 'default', 'all'];
  const mask = /^(0x)?[0-9a-f]+$/i.test(word.text) && word.text.replace(/^0x/i, '').length <= 16;
  return mask || allowed.includes(word.text) ? accepted : notOneOf(word, allowed);
});

const refreshWords = invertible(eachWord({}, (word, context) => oneOf(context.directive.values)(word, context)));

export const refreshOnReload: Grammar = (value, context) =>
  parseBoolean(value.text) === undefined ? refreshWords(value, context) : accepted;

const bpfWords: Grammar = eachWord({ separators: ',' }, (word, context) =>
  silently(oneOf([...context.directive.values, 'any'])(word, context)),
);

export const bpfDelegation: Grammar = (value, context) => (value.text === 'any' ? accepted : bpfWords(value, context));

const cpuLimit: Record<string, bigint> = { unit_cpu_set: 8192n, exec_cpu_affinity: 8192n, numa_mask: 8192n };

/** CPUs or memory nodes: numbers and ranges. */
function cpuRange(word: Slice, limit: bigint): Verdict {
  const [first = '', last] = splitOnce(word.text, '-');
  const low = parseInteger(first);
  const high = last === undefined ? low : parseInteger(last);
  const fits = (n: bigint | undefined) => n !== undefined && n >= 0n && n < 2n ** 32n;
  if (low === undefined || high === undefined || !fits(low) || !fits(high)) {
    return fault(word, `${quoted(word.text)} is not a number or a range such as 0-3`);
  }
  if (low > high) return fault(word, `The range ${quoted(word.text)} goes backward`);
  return high < limit ? accepted : fault(word, `${quoted(word.text)} is too large`);
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const cpuList: Grammar = eachWord({ separators: ' \t\n\r,', unquote: true }, (word, { directive }) =>
  cpuRange(word, cpuLimit[directive.parser] ?? 8192n),
);

export const cpuSet: Grammar = cpuList;

export const cpuAffinity: Grammar = (value, context) => (value.text === 'numa' ? accepted : cpuList(value, context));

export const numaMask: Grammar = (value, context) => (value.text === 'all' ? accepted : cpuList(value, context));

const weightNumber = integerBetween(1n, 10_000n);

export const cpuWeight: Grammar = (value, context) => (value.text === 'idle' ? accepted : weightNumber(value, context));

export const weight: Grammar = weightNumber;
