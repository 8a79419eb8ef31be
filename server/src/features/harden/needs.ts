import data from '../../../data/hardening.json';
import { onceForEach } from '../../base/once';
import type { Unit } from '../../units/model';
import { entriesOf } from '../entry';
import { MEASURES, type Need, type Setting } from './measures';
import { type Writer, writableBy } from './paths';
import { needsOfProgram, programsOf } from './programs';

/** Needs of a service, each with what tells so. */
export type Needs = ReadonlyMap<Need, string>;

interface Evidence {
  readonly need: Need;
  readonly by: string;
}

const FALSE = /^(no|n|false|f|off|0)$/i;
const HIGHEST_LOW_PORT = 1023;
const PORT =
  /(?:\bport[=\s"']+|--?(?:p|port|listen|bind|addr|address|http)[=\s]+["']?[\w.[\]:*]*?:?|(?:^|[\s=])[\w.[\]*]*:)(\d{1,5})(?![\d.:])/gi;

const texts = data.texts.map(({ pattern, needs }) => ({ pattern: new RegExp(pattern, 'm'), needs }));

/** What a service needs that some measures would take away: by its programs, directives, users, paths and ports. */
export const needsOf = onceForEach((unit: Unit): Needs => {
  const found = evidence(unit);
  const needs = new Map<Need, string>();
  const all = [...found, ...byPaths(unit, { sharesTemporary: sharesTemporary(unit, found) })];
  for (const { need, by } of all) if (!needs.has(need)) needs.set(need, by);
  const gainsRights = needs.get('setuid');
  if (gainsRights !== undefined && !needs.has('root')) needs.set('implied-no-new-privileges', gainsRights);
  return needs;
});

function evidence(unit: Unit): readonly Evidence[] {
  return [
    ...identity(unit),
    ...byPrograms(unit),
    ...byDirectives(unit),
    ...byTexts(unit),
    ...byWords(unit, 'SupplementaryGroups', data.groups),
    ...byWords(unit, 'Group', data.groups),
    ...byWords(unit, 'AmbientCapabilities', data.capabilities),
    ...byWords(unit, 'CapabilityBoundingSet', data.capabilities),
    ...byPorts(unit),
  ];
}

/** Whether the folders for temporary files stay those of all, as sockets and files in them need. */
function sharesTemporary(unit: Unit, found: readonly Evidence[]): boolean {
  const own = lastValue(unit, 'PrivateTmp');
  return own === undefined ? found.some(({ need }) => need === 'tmp') : FALSE.test(own);
}

/** The last value of a directive of the service. */
function lastValue(unit: Unit, key: string): string | undefined {
  return entriesOf(unit).findLast((entry) => entry.section === 'Service' && entry.key === key)?.value;
}

function identity(unit: Unit): readonly Evidence[] {
  if (unit.scope === 'user') return [{ need: 'user-unit', by: unit.name }];
  const user = lastValue(unit, 'User') ?? '';
  const group = lastValue(unit, 'Group');
  const dynamic = !FALSE.test(lastValue(unit, 'DynamicUser') ?? 'no');
  const isRoot = user === 'root' || user === '0' || (user === '' && !dynamic);
  const own = isRoot || dynamic || ownNames(unit).includes(user) || user === 'nobody';
  return [
    ...(isRoot ? [{ need: 'root', by: user === '' ? 'no User=' : `User=${user}` }] : []),
    ...(user !== '' || group !== undefined ? [{ need: 'fixed-user', by: `User=${user}` }] : []),
    ...(own ? [] : [{ need: 'foreign-user', by: `User=${user}` }]),
  ];
}

/** Names that a service's own user and folders go by. */
function ownNames(unit: Unit): readonly string[] {
  const base = unit.name.slice(0, unit.name.lastIndexOf('.')).replace(/@.*$/, '');
  const parts = base.split(/[-_]/);
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('-'));
  const user = lastValue(unit, 'User');
  const isSystemUser =
    user !== undefined && !user.includes('‹') && (base.includes(user) || user.includes(parts[0] ?? base));
  return [...new Set([base, ...prefixes, ...(isSystemUser ? [user] : [])])];
}

function byPrograms(unit: Unit): readonly Evidence[] {
  return programsOf(unit).flatMap((name) => needsOfProgram(name).map((need) => ({ need, by: name })));
}

function byDirectives(unit: Unit): readonly Evidence[] {
  const entries = entriesOf(unit).filter(({ section }) => section === 'Service');
  const known = entries.flatMap(({ key, value }) =>
    data.directives
      .filter((row) => row.key === key && (row.value === undefined || new RegExp(row.value).test(value)))
      .flatMap(({ needs }) => needs.map((need) => ({ need, by: `${key}=` }))),
  );
  const privileged = entries.filter(({ key, value }) => key.startsWith('Exec') && /^[-@:|]*!/.test(value));
  const devices = entries.filter(({ key, value }) => key === 'PrivateDevices' && FALSE.test(value));
  return [
    ...known,
    ...privileged.map(({ key }) => ({ need: 'privileged-lines', by: `${key}=!` })),
    ...devices.map(() => ({ need: 'devices', by: 'PrivateDevices=false' })),
    ...(unit.sections.some(({ lines }) => lines.some((line) => line?.key === 'JoinsNamespaceOf'))
      ? [{ need: 'tmp', by: 'JoinsNamespaceOf=' }]
      : []),
  ];
}

const RESTRICTIONS: ReadonlySet<string> = new Set(MEASURES.map(({ key }) => key));

/** Lines whose text is looked through: not the search path, which names folders of all kinds, nor what is forbidden already. */
function byTexts(unit: Unit): readonly Evidence[] {
  const lines = entriesOf(unit).filter(
    ({ section, key, value }) => section === 'Service' && !RESTRICTIONS.has(key) && !/^"?PATH=/.test(value),
  );
  const sources = [
    ...lines.map(({ key, value }) => ({ by: `${key}=`, text: value })),
    ...unit.scripts.map(({ name, text }) => ({ by: name, text: text.replace(/^#!.*$/m, '') })),
  ];
  return sources.flatMap(({ by, text }) =>
    texts.filter(({ pattern }) => pattern.test(text)).flatMap(({ needs }) => needs.map((need) => ({ need, by }))),
  );
}

interface NamedNeeds {
  readonly names: readonly string[];
  readonly needs: readonly Need[];
}

function byWords(unit: Unit, directive: string, table: readonly NamedNeeds[]): readonly Evidence[] {
  const words = entriesOf(unit)
    .filter(({ key, value }) => key === directive && !value.startsWith('~'))
    .flatMap(({ value }) => value.split(/\s+/));
  return table
    .filter(({ names }) => names.some((name) => words.includes(name)))
    .flatMap(({ needs }) => needs.map((need) => ({ need, by: `${directive}=` })));
}

/** Ports below 1024 in commands and variables. */
function byPorts(unit: Unit): readonly Evidence[] {
  return entriesOf(unit)
    .filter(({ key, value }) => key.startsWith('Exec') || (key === 'Environment' && !/^"?PATH=/.test(value)))
    .flatMap(({ value }) => [...value.matchAll(PORT)].map(([, port = '']) => Number(port)))
    .filter((port) => port > 0 && port <= HIGHEST_LOW_PORT)
    .slice(0, 1)
    .map((port) => ({ need: 'low-port', by: `port ${port}` }));
}

function byPaths(unit: Unit, temporary: Pick<Writer, 'sharesTemporary'>): readonly Evidence[] {
  const { unknown, foreign } = writableBy(unit, { ...writerOf(unit), ...temporary });
  return [
    ...(unknown ? [{ need: 'unknown-paths', by: 'its lines' }] : []),
    ...(foreign ? [{ need: 'foreign-paths', by: 'its lines' }] : []),
  ];
}

function writerOf(unit: Unit): Omit<Writer, 'sharesTemporary'> {
  return { names: ownNames(unit), hasFixedUser: lastValue(unit, 'User') !== undefined };
}

/** What a service that sees a read-only file system needs to write to its folders. */
export function foldersOf(unit: Unit): readonly Setting[] {
  return writableBy(unit, { ...writerOf(unit), sharesTemporary: sharesTemporary(unit, evidence(unit)) }).settings;
}
