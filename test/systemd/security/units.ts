import fc from 'fast-check';
import type { AssessableUnit, Assignment } from '../../../server/src/systemd/security/model';

/** Lines of a unit to assess, each with its section. */
export interface GeneratedUnit {
  readonly type: 'service' | 'socket' | 'mount' | 'swap';
  readonly lines: readonly (Assignment & { readonly section: string })[];
}

const words = (...values: readonly string[]) => fc.constantFrom(...values);
const truth = words('yes', 'no', 'true', 'false', 'on', 'off', '1', '0', 'TRUE', 'n', '', 'maybe');

/** Mostly one to four of the words, sometimes inverted, sometimes nothing. */
function listOf(choices: readonly string[], inverts = true): fc.Arbitrary<string> {
  const some = fc.array(fc.constantFrom(...choices), { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
  return fc.oneof(
    { weight: 6, arbitrary: some },
    { weight: inverts ? 6 : 0, arbitrary: some.map((list) => `~${list}`) },
    { weight: 1, arbitrary: words('', ' ') },
    { weight: inverts ? 1 : 0, arbitrary: words('~') },
  );
}

const capabilities = listOf(
  'CAP_SYS_ADMIN CAP_SETUID CAP_SETGID CAP_SETPCAP CAP_SYS_PTRACE CAP_SYS_TIME CAP_NET_ADMIN CAP_SYS_RAWIO cap_kill CAP_SYSLOG CAP_SYS_MODULE CAP_AUDIT_WRITE CAP_SYS_NICE CAP_MKNOD CAP_CHOWN CAP_DAC_OVERRIDE CAP_NET_BIND_SERVICE CAP_BPF CAP_LEASE 12 CAP_WAKE_ALARM CAP_NO_SUCH'.split(
    ' ',
  ),
);

const calls = listOf(
  '@system-service @system-service @privileged @resources @default @known @clock @swap @mount @reboot @raw-io @module @debug @obsolete @cpu-emulation @basic-io @no-such-group read ptrace mount swapon reboot setuid chown no_such_call settimeofday modify_ldt vm86 ptrace:EPERM @clock:EPERM mount:kill reboot:1 @swap:ENOSYS swapon:0'.split(
    ' ',
  ),
);

const families = fc.oneof(
  {
    weight: 9,
    arbitrary: listOf('AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_LOCAL AF_BLUETOOTH AF_ROUTE AF_FOO'.split(' ')),
  },
  { weight: 1, arbitrary: words('none') },
);

const namespaces = fc.oneof(
  { weight: 2, arbitrary: truth },
  { weight: 5, arbitrary: listOf(['user', 'mnt', 'ipc', 'pid', 'cgroup', 'net', 'uts']) },
  { weight: 1, arbitrary: listOf(['user', 'mnt', 'time', 'nonsense']) },
);

const addresses = listOf(
  [
    ...[
      'any',
      'any',
      'localhost',
      'link-local',
      'multicast',
      '127.0.0.1',
      '127.0.0.0/8',
      '127.3.2.1/4',
      '::1',
      '::1/64',
    ],
    ...[
      '10.0.0.0/8',
      '0.0.0.0/0',
      '::/0',
      '1.2.3.4/0',
      'fe80::1/10',
      '::ffff:127.0.0.1',
      '300.1.1.1',
      'nonsense',
      '1.2.3.4/33',
    ],
  ],
  false,
);

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  AmbientCapabilities: capabilities,
  CapabilityBoundingSet: capabilities,
  Delegate: fc.oneof(truth, words('cpu memory', 'io', 'nonsense')),
  DeviceAllow: words(
    '/dev/null rw',
    'char-rtc r',
    'block-sd',
    '/dev/sda',
    'nonsense',
    '/etc/passwd',
    '/dev/null q',
    '',
  ),
  DevicePolicy: words('auto', 'closed', 'strict', 'strict', 'nonsense', ''),
  // Anything but a truth value keeps systemd from loading the unit at all.
  DynamicUser: words('yes', 'no', 'true', '0'),
  IPAddressAllow: addresses,
  IPAddressDeny: addresses,
  IPEgressFilterPath: words('/sys/fs/bpf/out', 'relative', ''),
  IPIngressFilterPath: words('/sys/fs/bpf/in', 'relative', ''),
  KeyringMode: words('inherit', 'private', 'shared', 'nonsense', ''),
  LoadCredentialEncrypted: words('a:/etc/a', 'b', ''),
  LockPersonality: truth,
  MemoryDenyWriteExecute: truth,
  MountImages: words('/a.raw:/mnt', '-/b.raw:/mnt/b', ''),
  NoNewPrivileges: truth,
  NotifyAccess: words('none', 'main', 'exec', 'all', 'nonsense', ''),
  PrivateDevices: truth,
  PrivateMounts: truth,
  PrivateNetwork: truth,
  PrivateTmp: fc.oneof(truth, words('connected', 'disconnected')),
  PrivateUsers: fc.oneof(truth, words('self', 'identity', 'full')),
  ProcSubset: words('all', 'pid', 'nonsense', ''),
  ProtectClock: truth,
  ProtectControlGroups: fc.oneof(truth, words('private', 'strict')),
  ProtectHome: fc.oneof(truth, words('read-only', 'tmpfs', 'readonly')),
  ProtectHostname: fc.oneof(truth, words('private', 'private:box', 'yes:box', 'no:box', 'nonsense:box')),
  ProtectKernelLogs: truth,
  ProtectKernelModules: truth,
  ProtectKernelTunables: truth,
  ProtectProc: words('noaccess', 'invisible', 'ptraceable', 'default', 'nonsense', ''),
  ProtectSystem: fc.oneof(truth, words('full', 'strict', 'nonsense')),
  RemoveIPC: truth,
  RestrictAddressFamilies: families,
  RestrictNamespaces: namespaces,
  RestrictRealtime: truth,
  RestrictSUIDSGID: truth,
  RootDirectory: words('/', '/srv/root', '//', '/.', ''),
  RootImage: words('/srv/root.raw', '/', ''),
  SetCredentialEncrypted: words('c:AAAA', ''),
  SupplementaryGroups: words('video', 'video audio', ''),
  SystemCallArchitectures: words('native', 'native x86', 'x86-64', 'x86', 'loongarch64', 'nonsense', ''),
  SystemCallFilter: calls,
  UMask: words('0077', '0027', '0022', '022', '7', '0000', '0037', '0177', '00000077', '9', '+77', '17777', ''),
  User: words('root', '0', 'nobody', 'daemon', '1000', '%u', '%U', ''),
};

const keys = Object.keys(values);

function line(key: string, section: string): fc.Arbitrary<Assignment & { readonly section: string }> {
  return (values[key] ?? fc.constant('')).map((value) => ({ section, key, value }));
}

const sections = { service: 'Service', socket: 'Socket', mount: 'Mount', swap: 'Swap' } as const;
const services = new Set(['NotifyAccess']);

function unitOf(type: GeneratedUnit['type']): fc.Arbitrary<GeneratedUnit> {
  const usable = keys.filter((key) => type === 'service' || !services.has(key));
  const own = fc.constantFrom(...usable).chain((key) => line(key, sections[type]));
  const ofUnit = fc.oneof(
    { weight: 7, arbitrary: fc.constant([]) },
    {
      weight: 3,
      arbitrary: fc.array(
        truth.map((value) => ({ section: 'Unit', key: 'DefaultDependencies', value })),
        { maxLength: 2 },
      ),
    },
  );
  const few = fc.array(own, { maxLength: 12 });
  const many = fc.array(own, { minLength: 30, maxLength: 90 });
  // Lists grow line by line: several lines of one of them in a row.
  const lists = [
    'CapabilityBoundingSet',
    'RestrictAddressFamilies',
    'RestrictNamespaces',
    'SystemCallFilter',
    'IPAddressDeny',
    'AmbientCapabilities',
  ];
  const series = fc
    .constantFrom(...lists)
    .chain((key) => fc.array(line(key, sections[type]), { minLength: 2, maxLength: 4 }));
  return fc
    .tuple(ofUnit, fc.oneof(few, many), fc.array(series, { maxLength: 2 }))
    .map(([unit, lines, more]) => ({ type, lines: [...unit, ...lines, ...more.flat()] }));
}

/** Units with good and bad lines of every directive that the assessment reads, lists with several lines among them. */
export const generatedUnit: fc.Arbitrary<GeneratedUnit> = fc.oneof(
  { weight: 12, arbitrary: unitOf('service') },
  { weight: 1, arbitrary: unitOf('socket') },
  { weight: 1, arbitrary: unitOf('mount') },
  { weight: 1, arbitrary: unitOf('swap') },
);

/** A file name that systemd accepts for the unit, and the file's text. */
export function fileOf(
  { type, lines }: GeneratedUnit,
  number: number,
): { readonly name: string; readonly text: string } {
  const needed: Readonly<Record<string, readonly [string, string]>> = {
    service: [`u${number}.service`, 'ExecStart=/bin/true'],
    socket: [`u${number}.socket`, `ListenStream=/run/u${number}`],
    mount: [`mnt-u${number}.mount`, `What=/dev/sda\nWhere=/mnt/u${number}`],
    swap: [`dev-u${number}.swap`, `What=/dev/u${number}`],
  };
  const [name, first] = needed[type] ?? ['', ''];
  const text = lines.map(({ section, key, value }) => `[${section}]\n${key}=${value}\n`).join('');
  return { name, text: `[${sections[type]}]\n${first}\n${text}` };
}

/** The text of a service as the assessment takes it. */
export function unitOfText(text: string): AssessableUnit {
  const sections = new Map<string, Assignment[]>();
  let section = '';
  const joined = text.replace(/^[#;].*\n/gm, '').replace(/\\\n/g, ' ');
  for (const line of joined.split('\n')) {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    sections.set(section, [...(sections.get(section) ?? []), { key, value }]);
  }
  return { type: 'service', scope: 'system', sections };
}
