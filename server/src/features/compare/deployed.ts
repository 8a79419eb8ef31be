import type { FileSystem, ProcessRequest } from '../../base/host';
import { baseName, dirName } from '../../nix/paths';
import type { Scope, Unit } from '../../units/model';
import { templateOf } from '../workspace/unit-name';

/** A file that a deployed unit is made of. */
export interface Fragment {
  readonly path: string;
  readonly text: string;
}

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** The folders of units, the strongest first (systemd.unit(5), 'Unit File Load Path'); `~` is the home folder. */
const FOLDERS: Readonly<Record<Exclude<Scope, 'initrd'>, readonly string[]>> = {
  system: [
    '/etc/systemd/system',
    '/run/systemd/system',
    '/usr/local/lib/systemd/system',
    '/usr/lib/systemd/system',
    '/lib/systemd/system',
  ],
  user: [
    '~/.config/systemd/user',
    '/etc/systemd/user',
    '/run/systemd/user',
    '~/.local/share/systemd/user',
    '/usr/local/lib/systemd/user',
    '/usr/lib/systemd/user',
  ],
};

/** What NixOS calls the file where it only adds to a unit (nixos/lib/systemd-lib.nix). */
const OVERRIDES = 'overrides.conf';

/** Asks the running system for the files of a unit. */
export function catRequest(name: string, scope: Scope): ProcessRequest {
  const user = scope === 'user' ? ['--user'] : [];
  return {
    argv: ['systemctl', ...user, '--no-pager', 'cat', '--', name],
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

/** The names of a unit's file: an instance has that of its template too. */
function fileNames(unit: string): readonly string[] {
  const template = templateOf(unit);
  return template === undefined ? [unit] : [unit, template];
}

function isDropIn(path: string): boolean {
  return dirName(path).endsWith('.d');
}

/** Reads what `systemctl cat` prints: each file under a comment with its path, a blank line between. */
export function parseCat(output: string, unit: string): readonly Fragment[] {
  const names = fileNames(unit);
  const isHeader = (line: string): boolean =>
    line.startsWith('# /') &&
    (names.includes(baseName(line.slice(2))) || (line.endsWith('.conf') && isDropIn(line.slice(2))));
  const fragments: { readonly path: string; readonly lines: string[] }[] = [];
  for (const line of output.split('\n')) {
    if (isHeader(line)) {
      if (fragments.at(-1)?.lines.at(-1) === '') fragments.at(-1)?.lines.pop();
      fragments.push({ path: line.slice(2), lines: [] });
    } else fragments.at(-1)?.lines.push(line);
  }
  return fragments.map(({ path, lines }, at) => ({
    path,
    text: at === fragments.length - 1 ? lines.join('\n') : `${lines.join('\n')}\n`,
  }));
}

/** Reads the files of a unit where systemd would look for them; a name with a slash is no unit's. */
export function readDeployed(
  files: FileSystem,
  unit: string,
  scope: Scope,
  home: string | undefined,
): readonly Fragment[] {
  if (scope === 'initrd' || unit.includes('/')) return [];
  const folders = FOLDERS[scope].flatMap((folder) => {
    if (!folder.startsWith('~')) return [folder];
    return home === undefined ? [] : [home + folder.slice(1)];
  });
  const read = (path: string): readonly Fragment[] => {
    const text = files.readText(path);
    return text === undefined ? [] : [{ path, text }];
  };
  const names = fileNames(unit);
  const main = names.flatMap((name) => folders.flatMap((folder) => read(`${folder}/${name}`))).slice(0, 1);
  const dropIns = new Map<string, string>();
  for (const folder of folders.flatMap((each) => names.map((name) => `${each}/${name}.d`))) {
    for (const file of files.readDir(folder)?.keys() ?? []) {
      if (file.endsWith('.conf') && !dropIns.has(file)) dropIns.set(file, `${folder}/${file}`);
    }
  }
  return [...main, ...[...dropIns].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, path]) => read(path))];
}

/**
 * The text to hold a unit against: its file, and the drop-ins under their paths; the drop-in of a name where that is what is written.
 * Undefined where there is none.
 */
export function deployedText(
  { dropIn, maybeDropIn = false }: Pick<Unit, 'dropIn' | 'maybeDropIn'>,
  fragments: readonly Fragment[],
  dropInName: string = OVERRIDES,
): string | undefined {
  const overrides = fragments.find(({ path }) => isDropIn(path) && baseName(path) === dropInName);
  if ((dropIn || maybeDropIn) && overrides !== undefined) return overrides.text;
  const [main, ...more] = fragments;
  if (main === undefined || dropIn) return undefined;
  return [main.text, ...more.map(({ path, text }) => `\n# ${path}\n${text}`)].join('');
}
