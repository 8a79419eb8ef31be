import type { Entry, Unit } from '../../units/model';
import { entriesOf } from '../entry';
import type { Setting } from './measures';

/** Folders that a unit may write to although the file system is read-only for it. */
export interface Writable {
  readonly settings: readonly Setting[];
  /** Not all of what it writes to is known. */
  readonly unknown: boolean;
  /** Some of it belongs to others. */
  readonly foreign: boolean;
}

const DIRECTORIES = [
  { key: 'StateDirectory', root: '/var/lib' },
  { key: 'CacheDirectory', root: '/var/cache' },
  { key: 'LogsDirectory', root: '/var/log' },
  { key: 'RuntimeDirectory', root: '/run' },
] as const;

const PATH = /(?<![\w/.…›%-])\/[\w.+@%-]+(?:\/[\w.+@%-]+)*/g;
/** Not written to by a service, or guarded by other measures. */
const ELSEWHERE =
  /^\/(nix|etc|usr|bin|sbin|lib|lib64|dev|proc|sys|home|root|tmp|var\/tmp|boot|run\/(user|wrappers|current-system|booted-system|secrets|agenix|keys|credentials|dbus|systemd|opengl-driver(?:-32)?))(\/|$)/;
const SHARED_ROOTS: ReadonlySet<string> = new Set([
  '/var',
  '/var/lib',
  '/var/cache',
  '/var/log',
  '/run',
  '/var/run',
  '/',
]);
/** Directives whose paths are read, or written before the service's own view of the files is made. */
const READ_ONLY_KEYS =
  /^(EnvironmentFile|LoadCredential\w*|Condition\w+|Assert\w+|ReadOnlyPaths|BindReadOnlyPaths|InaccessiblePaths|NoExecPaths|ExecPaths|Documentation|RequiresMountsFor|Standard(Input|Output|Error)|TTYPath|SystemCallFilter|ExecSearchPath)$/;
const PATH_KEYS = /^(WorkingDirectory|ReadWritePaths|BindPaths|StateDirectory|PIDFile)$/;
/** A hole where a path is likely: after a word about places, or with more path behind it. */
const PATH_HOLE =
  /(?:dir|path|data|home|root|state|store|database|db|log|cache)\w*["']?[=\s]+["']?‹|‹[^›]*›\/(?!s?bin\/|lib|share\/)/i;

/** Folders that all share, which a read-only file system closes too. */
const TEMPORARY = ['/tmp', '/var/tmp'];

/** Who writes. */
export interface Writer {
  /** Names that its own user and folders go by. */
  readonly names: readonly string[];
  readonly hasFixedUser: boolean;
  /** Others look into the temporary files that it makes. */
  readonly sharesTemporary: boolean;
}

/** What lets a unit write where its lines and scripts say that it does. */
export function writableBy(unit: Unit, { names, hasFixedUser, sharesTemporary }: Writer): Writable {
  const entries = entriesOf(unit).filter(({ key }) => !READ_ONLY_KEYS.test(key));
  const texts = [...entries.map(({ value }) => value), ...unit.scripts.map(({ text }) => text)];
  const covered = coveredBy(entriesOf(unit));
  const named = [...new Set(texts.flatMap((text) => text.match(PATH) ?? []).map(normal))]
    .filter((path) => !ELSEWHERE.test(path) && !covered.some((done) => path === done || path.startsWith(`${done}/`)))
    .map(folderOf);
  const known = named.filter((path) => path !== undefined);
  const folders = [...new Set(known)].filter((path) => !known.some((other) => path.startsWith(`${other}/`))).sort();
  const makesFolders = unit.scripts.some(({ text }) => /\b(mkdir|install)\b/.test(text));
  const own = new Map<string, string[]>();
  const others: string[] = [];
  for (const folder of folders) {
    const place = DIRECTORIES.find(({ root }) => folder.startsWith(`${root}/`));
    const name = place === undefined ? '' : folder.slice(place.root.length + 1);
    const isOwn = place !== undefined && names.includes(name) && (!hasFixedUser || makesFolders);
    if (isOwn) own.set(place.key, [...(own.get(place.key) ?? []), name]);
    else others.push(`-${folder}`);
  }
  const breaks = 'Lets it write where its lines say that it keeps its files.';
  const taken = new Set(entriesOf(unit).map(({ key }) => key));
  const settings = [...own].map(([key, [name = '', ...more]]) => ({
    key,
    value: more.length === 0 ? name : [name, ...more],
    breaks,
  }));
  const temporary = sharesTemporary ? TEMPORARY.filter((path) => !covered.includes(path)) : [];
  const paths = [...others, ...temporary];
  const wanted = paths.length === 0 ? settings : [...settings, { key: 'ReadWritePaths', value: paths, breaks }];
  return {
    settings: wanted.filter(({ key }) => !taken.has(key)),
    unknown: entries.some(hasUnknownPath) || named.includes(undefined) || wanted.some(({ key }) => taken.has(key)),
    foreign: others.length > 0,
  };
}

function normal(path: string): string {
  return path.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/\/$/, '');
}

/** The folder to be written to: `/var/lib/x` of all below it. Undefined where that is one that all share. */
function folderOf(path: string): string | undefined {
  if (SHARED_ROOTS.has(path)) return undefined;
  const place = DIRECTORIES.find(({ root }) => path.startsWith(`${root}/`));
  if (place === undefined) return isFile(path) ? parentOf(path) : path;
  const [first = '', ...more] = path.slice(place.root.length + 1).split('/');
  return more.length === 0 && isFile(first) ? undefined : `${place.root}/${first}`;
}

function isFile(path: string): boolean {
  return /\.[A-Za-z][\w-]*$/.test(path);
}

function parentOf(path: string): string | undefined {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' || SHARED_ROOTS.has(parent) ? undefined : parent;
}

function coveredBy(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ key, value }) => {
    const words = value.split(/\s+/).filter((word) => word !== '');
    const place = DIRECTORIES.find((directory) => directory.key === key);
    if (place !== undefined) return words.map((word) => `${place.root}/${word.split(':')[0]}`);
    if (key === 'ReadWritePaths') return words.map((word) => word.replace(/^[-+]+/, ''));
    return key === 'BindPaths' ? words.map((word) => word.replace(/^-/, '').split(':')[1] ?? word) : [];
  });
}

function hasUnknownPath({ key, value, holes }: Entry): boolean {
  return holes.length > 0 && (PATH_KEYS.test(key) || PATH_HOLE.test(value));
}
