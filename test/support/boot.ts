import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from './tools';

const systemd = tool('systemd');
const unshare = tool('unshare');

const OWN_NAMESPACES = ['--mount', '--uts', '--ipc', '--net'];
const OWN_PROCESSES = ['--cgroup', '--pid', '--fork', '--kill-child', '--mount-proc'];
const LONGEST_S = 90;

/** Prepares a machine in namespaces of its own, with control groups of its own, and starts the manager as its first process. */
const OUTER = `set -e
folder=$1
mount --make-rprivate /
mount --bind "$folder/run" /run
mkdir -p /run/groups /run/etc
cp -a /etc/. /run/etc
cat /run/passwd >> /run/etc/passwd
cat /run/group >> /run/etc/group
mount --bind /run/etc /etc
for each in /tmp /var/tmp /var/lib /var/cache /var/log /srv /mnt; do
  mkdir -p $each
  mount -t tmpfs -o mode=755 tmpfs $each
done
chmod 1777 /tmp /var/tmp
sh /run/prepare
mount -t cgroup2 cgroup2 /run/groups
mkdir "/run/groups/nix-services.$$"
echo $$ > "/run/groups/nix-services.$$/cgroup.procs"
shift
"$@" || true
echo $$ > /run/groups/cgroup.procs
find "/run/groups/nix-services.$$" -depth -type d -exec rmdir {} +
`;

const INNER = `set -e
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
exec env -i PATH="$PATH" container=test SYSTEMD_UNIT_PATH=/run/systemd/system "$1" --system --unit=all.target \\
  --log-target=console --log-level=warning
`;

export interface Machine {
  /** Name and text of each unit file; all are started, and write to a file each. */
  readonly units: ReadonlyMap<string, string>;
  /** Files of /run by their name. */
  readonly files: ReadonlyMap<string, string>;
  /** Users, each with a group of its name, and further groups. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Folders that are there before any unit starts. */
  readonly folders: readonly string[];
}

/** Whether this machine lets the test start a manager of its own: it needs the rights of root over namespaces. */
export function canBoot(): boolean {
  if (!systemd.available || !unshare.available) return false;
  const { code } = unshare.run([...OWN_NAMESPACES, ...OWN_PROCESSES, 'true']);
  if (code !== 0) console.warn('skipped: starting units for real needs root, and namespaces that may be made');
  return code === 0;
}

/** Starts all units under a systemd of their own, and gives what each wrote. */
export function boot({ units, files, users, groups, folders }: Machine): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'boot-'));
  const run = join(folder, 'run');
  try {
    mkdirSync(join(run, 'systemd/system'), { recursive: true });
    mkdirSync(join(run, 'output'));
    mkdirSync(join(run, 'lock'));
    const ids = users.map((name, index) => [name, 61_200 + index] as const);
    const others = groups.filter((name) => !users.includes(name)).map((name, index) => [name, 61_700 + index] as const);
    const texts = new Map([
      ...files,
      ['passwd', ids.map(([name, id]) => `${name}:x:${id}:${id}::/var/empty:/bin/sh\n`).join('')],
      ['group', [...ids, ...others].map(([name, id]) => `${name}:x:${id}:\n`).join('')],
      ['prepare', folders.map((path) => `mkdir -p '${path}' && chmod 1777 '${path}'\n`).join('')],
      ...[...units].map(([name, text]) => [`systemd/system/${name}`, text] as const),
      ['systemd/system/all.target', targetOf([...units.keys()])],
      ['systemd/system/end.service', endOf([...units.keys()])],
    ]);
    for (const [name, text] of texts) writeFileSync(join(run, name), text, { mode: 0o755 });
    writeFileSync(join(folder, 'outer'), OUTER);
    writeFileSync(join(run, 'inner'), INNER);
    const [program] = systemd.argv;
    const limited = ['timeout', '-s', 'KILL', String(LONGEST_S)];
    const inside = [...limited, 'unshare', ...OWN_PROCESSES, 'sh', '/run/inner', program];
    unshare.run([...OWN_NAMESPACES, 'sh', join(folder, 'outer'), folder, ...inside]);
    const output = join(run, 'output');
    return new Map(readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function targetOf(names: readonly string[]): string {
  return `[Unit]\nDefaultDependencies=no\nWants=end.service ${names.join(' ')}\n`;
}

/** Ends the machine when all units have ended, whatever became of them. */
function endOf(names: readonly string[]): string {
  const unit = `DefaultDependencies=no\nAfter=${names.join(' ')}\nSuccessAction=exit-force\nFailureAction=exit-force`;
  return `[Unit]\n${unit}\n[Service]\nType=oneshot\nExecStart=/bin/true\n`;
}
