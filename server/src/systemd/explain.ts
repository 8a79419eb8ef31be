import vocab from '../../data/vocab.json';
import { nextElapses } from './calendar/next';
import { formatCalendar } from './calendar/normalise';
import { isCalendar, parseCalendar } from './calendar/parse';
import { newestVersion } from './catalogue';
import type { Directive } from './types';
import { parseBoolean } from './values/enumerations';
import { type ExecCommand, parseExecLine } from './values/exec-line';
import { parsePermyriad, parseSize } from './values/size';
import { specifiers, specifiersOf } from './values/specifiers';
import { groupCalls, parseSyscallFilter } from './values/syscall';
import { parseNanoseconds, parseTimeSpan } from './values/time-span';

const shownElapses = 5;
const shownCalls = 40;

/**
 * What a value means, as lines of markdown: how a calendar expression is normalised and when it elapses next, the
 * length of a time span, the parts of a command line, the members of a group, what specifiers expand to.
 * `now` is in milliseconds since 1970.
 */
export function explainValue(
  directive: Directive,
  value: string,
  now: number,
  version: number = newestVersion,
): readonly string[] {
  return [...explainBody(directive, value.trim(), now, version), ...explainSpecifiers(directive, value, version)];
}

function explainBody(directive: Directive, value: string, now: number, version: number): readonly string[] {
  if (value === '') return explainEmpty(directive);
  switch (directive.parser) {
    case 'timer':
      return directive.name === 'OnCalendar' ? explainCalendar(value, now) : explainSpan(parseTimeSpan(value));
    case 'exec':
      return parseExecLine(value, version).flatMap(explainCommand);
    case 'syscall_filter':
    case 'syscall_log':
      return explainSyscalls(value, version);
    case 'nsec':
      return explainNanoseconds(value);
    case 'memory_limit':
    case 'iec_size':
    case 'iec_size_long':
    case 'exec_quota':
      return explainSize(value);
    case 'cpu_quota':
      return explainQuota(value);
    case 'mode':
      return explainMode(value);
    case 'unit_deps':
      return explainUnits(value);
    case 'set_status':
      return explainStatuses(value);
    case 'restrict_filesystems':
      return explainFilesystems(value);
    default:
      return directive.type === 'seconds' ? explainSpan(parseTimeSpan(value)) : explainWord(directive, value);
  }
}

function explainEmpty({ empty, list, name }: Directive): readonly string[] {
  if (empty === 'invalid') return ['An empty value is refused.'];
  if (empty === 'no-op') return ['An empty value changes nothing.'];
  if (list?.emptyResets) return [`An empty value drops what \`${name}=\` said before.`];
  return ['An empty value restores the default.'];
}

function explainWord({ booleans }: Directive, value: string): readonly string[] {
  const truth = booleans === undefined ? undefined : parseBoolean(value);
  if (booleans === undefined || truth === undefined) return [];
  const stands = truth ? booleans.true : booleans.false;
  return stands === value ? [] : [`\`${value}\` stands for \`${stands}\`.`];
}

function explainCalendar(value: string, now: number): readonly string[] {
  const spec = parseCalendar(value);
  if (!isCalendar(spec)) return [];
  const lines = [`Normalised: \`${formatCalendar(spec)}\``];
  const elapses = nextElapses(spec, now * 1000, shownElapses).map((at) => `- ${formatMoment(at)}`);
  if (elapses.length === 0) return [...lines, 'It never elapses again.'];
  return [...lines, ['Elapses next (UTC):', ...elapses].join('\n')];
}

function formatMoment(micros: number): string {
  const date = new Date(Math.floor(micros / 1000));
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? '';
  return `${weekday} ${date.toISOString().slice(0, 19).replace('T', ' ')}`;
}

/** The length of a time span in microseconds. */
export function explainSpan(micros: number | undefined): readonly string[] {
  if (micros === undefined) return [];
  if (micros === Number.POSITIVE_INFINITY) return ['No limit.'];
  const total = micros / 1_000_000;
  const parts = spanParts(micros);
  const seconds = `${total} ${total === 1 ? 'second' : 'seconds'}`;
  return [parts.length > 1 || total >= 60 ? `${seconds} (${parts.join(' ')})` : seconds];
}

function spanParts(micros: number): readonly string[] {
  const units = vocab.timeSpan.units;
  const parts: string[] = [];
  let rest = micros;
  for (const name of ['y', 'month', 'w', 'd', 'h', 'min', 's', 'ms', 'us']) {
    const size = units.find(({ unit }) => unit === name)?.microseconds ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${name}`);
    rest -= count * size;
  }
  return parts;
}

function explainNanoseconds(value: string): readonly string[] {
  const nanos = parseNanoseconds(value);
  if (nanos === undefined) return [];
  return nanos === Number.POSITIVE_INFINITY ? ['No limit.'] : [`${nanos} nanoseconds`];
}

function explainSize(value: string): readonly string[] {
  if (value === 'infinity') return ['No limit.'];
  const share = parsePermyriad(value);
  if (share !== undefined) return [`${share / 100} % of the memory or space there is.`];
  const size = parseSize(value);
  return size === undefined ? [] : [`${size} bytes`];
}

function explainQuota(value: string): readonly string[] {
  const share = parsePermyriad(value);
  return share === undefined ? [] : [`${share / 10_000} CPUs' worth of time.`];
}

/** The permissions of an octal mode. */
export function explainMode(value: string): readonly string[] {
  if (!/^[0-7]+$/.test(value)) return [];
  const bits = Number.parseInt(value, 8);
  const triple = (shift: number) => ['r', 'w', 'x'].map((c, i) => ((bits >> (shift + 2 - i)) & 1 ? c : '-')).join('');
  return [`\`${triple(6)}${triple(3)}${triple(0)}\` (owner, group, others)`];
}

const prefixMeanings = new Map(vocab.execPrefixes.map(({ prefix, meaning }) => [prefix, meaning]));

function explainCommand(command: ExecCommand): readonly string[] {
  const prefixes = command.prefixes.text.includes('!!') ? ['!!'] : [];
  const single = [...command.prefixes.text].filter((c) => prefixes.length === 0 || c !== '!');
  const meanings = [...prefixes, ...single].map((c) => `- \`${c}\`: ${prefixMeanings.get(c) ?? ''}`);
  const program = command.prefixes.text.includes('|') ? 'the shell' : `\`${command.program.text}\``;
  const args = command.args.map(({ text }) => `\`${text === '' ? ' ' : text.replaceAll('`', 'ˋ')}\``);
  const named = command.argv0 === undefined ? '' : ` as \`${command.argv0.text}\``;
  const lines = [`Runs ${program}${named}${args.length === 0 ? ' without arguments' : ` with ${args.join(' ')}`}.`];
  return meanings.length === 0 ? lines : [...lines, meanings.join('\n')];
}

function explainSyscalls(value: string, version: number): readonly string[] {
  const filter = parseSyscallFilter(value);
  if (filter === undefined) return [];
  const groups = filter.entries.filter(({ name }) => name.startsWith('@'));
  const kind = filter.inverted ? 'Forbids these system calls.' : 'Allows these system calls, and `@default` with them.';
  return [kind, ...groups.map(({ name }) => `\`${name}\`: ${shorten(groupCalls(name, version))}`)];
}

function shorten(names: readonly string[]): string {
  const shown = names
    .slice(0, shownCalls)
    .map((name) => `\`${name}\``)
    .join(', ');
  return names.length > shownCalls ? `${shown} and ${names.length - shownCalls} more` : shown;
}

function explainUnits(value: string): readonly string[] {
  const special = new Map(vocab.specialUnits.map((entry) => [entry.unit, entry]));
  return value.split(/\s+/).flatMap((name) => {
    const entry = special.get(name);
    return entry === undefined ? [] : [`\`${name}\`: special unit of the ${entry.scope} manager`];
  });
}

function explainStatuses(value: string): readonly string[] {
  const known = new Map(vocab.exitStatuses.map(({ name, status }) => [name, status]));
  return value.split(/\s+/).flatMap((name) => {
    const status = known.get(name);
    return status === undefined ? [] : [`\`${name}\` is exit status ${status}.`];
  });
}

function explainFilesystems(value: string): readonly string[] {
  return Object.entries(vocab.filesystemGroups)
    .filter(([name]) => value.split(/[\s~]+/).includes(name))
    .map(([name, { members }]) => `\`${name}\`: ${shorten(members)}`);
}

function explainSpecifiers(directive: Directive, value: string, version: number): readonly string[] {
  const known = new Set(specifiersOf(directive.specifiers, version).map(({ letter }) => letter));
  const used = new Set([...value.matchAll(/%(.)/gs)].map((match) => match[1] ?? ''));
  const lines = specifiers
    .filter(({ letter }) => used.has(letter) && known.has(letter) && letter !== '%')
    .map(({ letter, meaning }) => `- \`%${letter}\`: ${meaning}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}
