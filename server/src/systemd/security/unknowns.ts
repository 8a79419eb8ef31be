import security from '../../../data/security.json';
import vocab from '../../../data/vocab.json';
import { directive } from '../catalogue';
import type { AssessableUnit } from './model';

/** All words of a list and none of them, as an allow list and as a deny list. */
function everyAndNone(words: readonly string[], none: string): readonly string[] {
  const every = words.join(' ');
  return ['', every, `~${every}`, none, `~${none}`];
}

/** All capabilities count as none set in some versions; all but one that no row asks for do not. */
const capabilities = [...everyAndNone(vocab.capabilities, ''), '~CAP_CHECKPOINT_RESTORE'];
const families = everyAndNone(
  vocab.addressFamilies.map(({ name }) => name),
  '-',
);

/** Values that together show all that an unknown value of a directive could do to an assessment. */
const extremes: Readonly<Record<string, readonly string[]>> = {
  AmbientCapabilities: capabilities,
  CapabilityBoundingSet: capabilities,
  Delegate: ['no', 'yes'],
  DeviceAllow: ['', '/dev/null rw'],
  IPAddressAllow: ['', 'localhost', 'any'],
  IPAddressDeny: ['', 'any'],
  IPEgressFilterPath: ['', '/sys/fs/bpf/filter'],
  IPIngressFilterPath: ['', '/sys/fs/bpf/filter'],
  LoadCredentialEncrypted: ['', 'secret:/etc/secret'],
  MountImages: ['', '/image:/mnt'],
  RestrictAddressFamilies: ['none', ...families],
  RestrictNamespaces: ['no', 'yes', ''],
  RootDirectory: ['', '/srv/root'],
  RootImage: ['', '/srv/root.raw'],
  RootMStack: ['', '/srv/root.mstack'],
  SetCredentialEncrypted: ['', 'secret:AAAA'],
  SupplementaryGroups: ['', 'users'],
  SystemCallArchitectures: ['', 'native', 'native x86'],
  SystemCallFilter: everyAndNone(['@known', ...security.retiredCalls], '-'),
  UMask: ['0000', '0002', '0022', '0026', '0066', '0077'],
  User: ['', 'root', 'daemon', 'nobody'],
};

/** Values given to all unknown lines of a directive, by `Section.Key`. */
export type Choice = ReadonlyMap<string, string>;

export interface UnknownKey {
  /** `Section.Key`. */
  readonly place: string;
  readonly candidates: readonly string[];
}

/** The directives with unknown values, and the values to try for them. */
export function unknownKeys(unit: AssessableUnit, version: number): readonly UnknownKey[] {
  const found = new Map<string, UnknownKey>();
  for (const [section, assignments] of unit.sections) {
    for (const { key, unknown } of assignments) {
      const place = `${section}.${key}`;
      if (unknown) found.set(place, { place, candidates: candidatesOf(section, key, version) });
    }
  }
  return [...found.values()].filter(({ candidates }) => candidates.length > 0);
}

/** The unit with each unknown value replaced by the one chosen for its directive. */
export function withChoice(unit: AssessableUnit, choice: Choice): AssessableUnit {
  const sections = [...unit.sections].map(([section, assignments]) => {
    const known = assignments.map((line) =>
      line.unknown ? { key: line.key, value: choice.get(`${section}.${line.key}`) ?? '' } : line,
    );
    return [section, known] as const;
  });
  return { ...unit, sections: new Map(sections) };
}

function candidatesOf(section: string, key: string, version: number): readonly string[] {
  const known = extremes[key];
  if (known !== undefined) return known;
  const entry = directive(section, key, version);
  if (entry === undefined) return [];
  if (entry.values.length > 0) return entry.values;
  return entry.type === 'boolean' || entry.type === 'tristate' ? ['no', 'yes'] : [];
}
