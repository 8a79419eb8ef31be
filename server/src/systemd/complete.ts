import vocab from '../../data/vocab.json';
import { shorthands } from './calendar/parse';
import { newestVersion } from './catalogue';
import type { Directive, ValueItem } from './types';
import { specifiersOf } from './values/specifiers';
import { exitStatusNames, signalNames } from './values/status';
import { groupCalls, syscallGroups, syscallNames } from './values/syscall';

type Item = Omit<ValueItem, 'from'>;
type Source = (directive: Directive, version: number) => readonly Item[];

const word = (label: string, detail = ''): Item => ({ label, kind: 'word', detail });
const words = (labels: readonly string[], detail = ''): readonly Item[] => labels.map((label) => word(label, detail));
const group = (label: string, detail: string): Item => ({ label, kind: 'group', detail });
const unit = (label: string, detail: string): Item => ({ label, kind: 'unit', detail });
const prefix = (label: string, detail: string): Item => ({ label, kind: 'prefix', detail });
const example = (label: string, detail = ''): Item => ({ label, kind: 'example', detail });

const timeUnits: readonly Item[] = [
  ['us', 'microseconds'],
  ['ms', 'milliseconds'],
  ['s', 'seconds'],
  ['min', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
  ['w', 'weeks'],
  ['month', 'months of 30.44 days'],
  ['y', 'years of 365.25 days'],
].map(([label = '', detail = '']) => ({ label, kind: 'number-unit', detail }));

const sizeUnits = (base: 1000 | 1024): readonly Item[] =>
  ['K', 'M', 'G', 'T'].map((label, i) => ({
    label,
    kind: 'number-unit',
    detail: `${base}${['', '²', '³', '⁴'][i] ?? ''} bytes`,
  }));

const nanosecond: Item = { label: 'ns', kind: 'number-unit', detail: 'nanoseconds' };
const share: Item = { label: '%', kind: 'number-unit', detail: 'percent' };

const booleans = words(['true', 'false', 'yes', 'no']);
const infinity = word('infinity', 'no limit');
const spans: Source = ({ parser }) => [...timeUnits, ...(parser === 'nsec' ? [nanosecond] : []), infinity];

const calendar: readonly Item[] = [
  ...Object.keys(shorthands)
    .filter((name) => !['anually', 'bi-annually', 'biannually', 'semi-annually', 'annually'].includes(name))
    .map((name) => word(name, 'shorthand')),
  example('*-*-* 04:00:00', 'every day at 04:00'),
  example('Mon..Fri 09:00', 'on working days'),
  example('*:0/15', 'every quarter of an hour'),
  example('Sun *-*-1..7 03:00', 'on the first Sunday of the month'),
];

const specialUnits: readonly Item[] = vocab.specialUnits.map(({ unit: name, section }) => unit(name, section));

function unitsEnding(suffix: string): readonly Item[] {
  return specialUnits.filter(({ label }) => label.endsWith(suffix));
}

const syscalls: Source = (_, version) => [
  ...syscallGroups(version).map((name) => group(name, `${groupCalls(name, version).length} system calls`)),
  ...words(syscallNames(), 'system call'),
];

const filesystems: readonly Item[] = Object.entries(vocab.filesystemGroups).map(([name, { members }]) =>
  group(name, members.slice(0, 4).join(', ')),
);

const conditionWords: Readonly<Record<string, readonly string[]>> = {
  Architecture: ['native', ...vocab.architectures],
  Virtualization: [
    'yes',
    'no',
    'vm',
    'container',
    'private-users',
    ...vocab.virtualization.vm,
    ...vocab.virtualization.container,
  ],
  Security: vocab.security,
  Capability: vocab.capabilities,
  FirstBoot: ['true', 'false'],
  ACPower: ['true', 'false'],
  NeedsUpdate: ['/etc', '/var'],
  ControlGroupController: ['v1', 'v2', ...vocab.cgroupControllers],
  User: ['root', '@system'],
  Firmware: ['uefi', 'device-tree'],
};

const conditions: Source = ({ name }) => [
  ...words(conditionWords[name.replace(/^(Condition|Assert)/, '')] ?? []),
  prefix('|', 'one of the conditions with | must hold'),
  prefix('!', 'must not hold'),
];

const execPrefixes: Source = (_, version) =>
  vocab.execPrefixes
    .filter((entry) => (('since' in entry ? entry.since : undefined) ?? 0) <= version && entry.prefix !== '!!')
    .map((entry) => prefix(entry.prefix, entry.meaning));

const addressWords = words(['any', 'localhost', 'link-local', 'multicast']);
const errnos = words(['kill', ...vocab.errnos.map(({ name }) => name)]);
const invert = prefix('~', 'all but these');

/** What may be offered in the values of a parser, besides the words of its enumeration. */
const byParser: Readonly<Record<string, Source>> = {
  address_families: () => [invert, word('none'), ...words(vocab.addressFamilies.map(({ name }) => name))],
  bool: () => booleans,
  bpf_foreign_program: () => words(vocab.bpfAttachTypes.map((type) => `${type}:`)),
  capability_set: () => [invert, ...words(vocab.capabilities)],
  cg_cpu_weight: () => [word('idle', 'only when nothing else runs')],
  cgroup_nft_set: () => words(vocab.nftSetSourcesForUnits.map((source) => `${source}:`)),
  cgroup_socket_bind: () => words(['any', 'ipv4:', 'ipv6:', 'tcp:', 'udp:']),
  concurrency_max: () => [infinity],
  cpu_quota: () => [share],
  delegate: () => [...booleans, ...words(vocab.cgroupControllers)],
  device_allow: () => ['/dev/null rw', 'char-tty rw', 'block-* r'].map((label) => example(label)),
  exec: execPrefixes,
  exec_mount_apivfs: () => booleans,
  exec_quota: () => [...sizeUnits(1024), share, word('off')],
  iec_size: () => sizeUnits(1024),
  iec_size_long: () => sizeUnits(1024),
  in_addr_prefixes: () => addressWords,
  io_limit: () => [...sizeUnits(1000), infinity],
  job_mode_isolate: () => booleans,
  managed_oom_mem_pressure_limit: () => [share],
  memory_limit: () => [...sizeUnits(1024), share, infinity],
  mode: () =>
    ['0600', '0640', '0644', '0660', '0700', '0750', '0755', '0022', '0077'].map((label) => example(label, 'octal')),
  namespace_flags: () => [invert, ...booleans, ...words(['cgroup', 'ipc', 'net', 'mnt', 'pid', 'user', 'uts', 'time'])],
  restrict_filesystems: () => [invert, ...filesystems],
  restrict_namespaces: () => [
    invert,
    ...booleans,
    ...words(['cgroup', 'ipc', 'net', 'mnt', 'pid', 'user', 'uts', 'time']),
  ],
  rlimit: () => [infinity],
  service_sockets: () => unitsEnding('.socket'),
  set_status: (_, version) => [...words(exitStatusNames(version), 'exit status'), ...words(signalNames, 'signal')],
  signal: () => words(signalNames),
  syscall_archs: () => words(['native', 'x86', 'x86-64', 'x32', 'arm', 'arm64', 'riscv64']),
  syscall_errno: () => errnos,
  syscall_filter: (directive, version) => [invert, ...syscalls(directive, version)],
  syscall_log: (directive, version) => [invert, ...syscalls(directive, version)],
  tasks_max: () => [share, infinity],
  timer: (directive, version) => (directive.name === 'OnCalendar' ? calendar : spans(directive, version)),
  tristate: () => booleans,
  unit_condition_path: () => [prefix('|', 'one of the conditions with | must hold'), prefix('!', 'must not hold')],
  unit_condition_string: conditions,
  unit_deps: () => specialUnits,
  install: () => unitsEnding('.target'),
  trigger_unit: () => unitsEnding('.target'),
  unit_slice: () => unitsEnding('.slice'),
  working_directory: () => [word('~', 'the home of the user'), prefix('-', 'may be missing')],
};

const spanParsers = /(^|_)(sec|nsec|timeout)(_|$)/;

/** Characters before which a new word of a value begins. */
const boundaries = /[\s,:+~|!=]/;

/** What may stand at the end of a text before the cursor in a value; `from` is where its label replaces the text. */
export function completeValue(
  directive: Directive,
  textBefore: string,
  version: number = newestVersion,
): readonly ValueItem[] {
  const percent = /(?:^|[^%])(?:%%)*(%[A-Za-z]?)$/.exec(textBefore)?.[1];
  if (percent !== undefined && directive.specifiers !== 'none')
    return specifierItems(directive, textBefore.length - percent.length, version);
  const number = /[0-9.]+ ?([A-Za-z%]*)$/.exec(textBefore);
  const source = byParser[directive.parser] ?? (spanParsers.test(directive.parser) ? spans : undefined);
  const items = [
    ...words(directive.values),
    ...(directive.booleans === undefined ? [] : booleans),
    ...(source?.(directive, version) ?? []),
  ];
  const unitsOnly = number !== null && items.some(({ kind }) => kind === 'number-unit');
  const from = unitsOnly ? textBefore.length - (number[1] ?? '').length : wordStart(directive, textBefore);
  const typed = textBefore.slice(from).toLowerCase();
  const atStart = textBefore.slice(0, from).trim() === '';
  const seen = new Set<string>();
  return items
    .filter(({ kind }) => (kind === 'number-unit') === unitsOnly && (kind !== 'prefix' || atStart))
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .filter(({ label }) => !seen.has(label) && seen.add(label))
    .map((item) => ({ ...item, from }));
}

function specifierItems(directive: Directive, from: number, version: number): readonly ValueItem[] {
  return specifiersOf(directive.specifiers, version)
    .filter(({ deprecated }) => !deprecated)
    .map(({ letter, meaning }) => ({ label: `%${letter}`, kind: 'specifier', detail: meaning, from }));
}

/** Where the word before the cursor begins: anywhere for lists, at the start of the value for a single word. */
function wordStart({ list, parser }: Directive, text: string): number {
  if (list === undefined && parser !== 'rlimit') return /^[|!~\s-]*/.exec(text)?.[0].length ?? 0;
  if (parser === 'timer') return 0;
  let at = text.length;
  while (at > 0 && !boundaries.test(text[at - 1] ?? '')) at--;
  return at;
}
