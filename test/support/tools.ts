import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const UNPACKED = join(ROOT, '.tools');

interface Source {
  /** A program of a folder that holds newer Debian packages (sid, or trixie), or of the machine itself. */
  readonly from: 'unpacked' | 'machine';
  readonly program: string;
  readonly install: string;
  /** The Debian release that the packages are of; sid when not given. */
  readonly suite?: string;
  /** Where the machine's program lies when it is not on PATH. */
  readonly path?: string;
}

const UNPACK_HINT = 'unpack nix-bin and systemd of Debian sid into .tools/sid, as .ci/run does';

const SOURCES = {
  'nix-instantiate-2.34': { from: 'unpacked', program: 'nix-instantiate', install: UNPACK_HINT },
  'nix-build-2.34': { from: 'unpacked', program: 'nix-build', install: UNPACK_HINT },
  'nix-2.34': { from: 'unpacked', program: 'nix', install: UNPACK_HINT },
  'nix-hash-2.34': { from: 'unpacked', program: 'nix-hash', install: UNPACK_HINT },
  'nix-prefetch-url-2.34': { from: 'unpacked', program: 'nix-prefetch-url', install: UNPACK_HINT },
  'systemd-analyze-262': { from: 'unpacked', program: 'systemd-analyze', install: UNPACK_HINT },
  'systemd-escape-262': { from: 'unpacked', program: 'systemd-escape', install: UNPACK_HINT },
  'systemd-257': {
    from: 'unpacked',
    suite: 'trixie',
    program: 'systemd',
    install: 'unpack systemd of Debian trixie into .tools/trixie, as .ci/run does',
  },
  'systemd-262': { from: 'unpacked', program: 'systemd', install: UNPACK_HINT },
  'systemd-analyze': { from: 'machine', program: 'systemd-analyze', install: 'apt-get install systemd' },
  'systemd-escape': { from: 'machine', program: 'systemd-escape', install: 'apt-get install systemd' },
  'systemd-analyze-257': {
    from: 'unpacked',
    suite: 'trixie',
    program: 'systemd-analyze',
    install: 'unpack systemd of Debian trixie into .tools/trixie, as .ci/run does',
  },
  'systemd-tmpfiles-262': { from: 'unpacked', program: 'systemd-tmpfiles', install: UNPACK_HINT },
  'systemd-tmpfiles-257': {
    from: 'unpacked',
    suite: 'trixie',
    program: 'systemd-tmpfiles',
    install: 'unpack systemd of Debian trixie into .tools/trixie, as .ci/run does',
  },
  'systemd-tmpfiles': { from: 'machine', program: 'systemd-tmpfiles', install: 'apt-get install systemd' },
  systemd: {
    from: 'machine',
    program: 'systemd',
    install: 'apt-get install systemd',
    path: '/usr/lib/systemd/systemd',
  },
  'nix-prefetch-url': { from: 'machine', program: 'nix-prefetch-url', install: 'apt-get install nix-bin' },
  'nix-instantiate': { from: 'machine', program: 'nix-instantiate', install: 'apt-get install nix-bin' },
  'nix-build': { from: 'machine', program: 'nix-build', install: 'apt-get install nix-bin' },
  'nix-hash': { from: 'machine', program: 'nix-hash', install: 'apt-get install nix-bin' },
  'nix-store': { from: 'machine', program: 'nix-store', install: 'apt-get install nix-bin' },
  git: { from: 'machine', program: 'git', install: 'apt-get install git' },
  tar: { from: 'machine', program: 'tar', install: 'apt-get install tar xz-utils bzip2' },
  shellcheck: { from: 'machine', program: 'shellcheck', install: 'apt-get install shellcheck' },
  unshare: { from: 'machine', program: 'unshare', install: 'apt-get install util-linux' },
  zip: { from: 'machine', program: 'zip', install: 'apt-get install zip' },
} as const satisfies Readonly<Record<string, Source>>;

export type ToolName = keyof typeof SOURCES;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that tests compare against. */
export interface Tool {
  /** False: the test that needs it is skipped; in CI a missing tool fails instead. */
  readonly available: boolean;
  /** Program and leading arguments, for tests that start it themselves. */
  readonly argv: readonly [string, ...string[]];
  readonly run: (args: readonly string[], options?: RunOptions) => RunResult;
  /** As `run`, without stopping this process meanwhile: for a tool that talks to a server of the test's own. */
  readonly start: (args: readonly string[]) => Promise<RunResult>;
}

function locate(source: Source): readonly [string, ...string[]] | undefined {
  if (source.from === 'unpacked') {
    const root = join(UNPACKED, source.suite ?? 'sid');
    const present = ['usr/bin', 'usr/lib/systemd'].some((folder) => existsSync(join(root, folder, source.program)));
    return present ? [join(root, 'run'), source.program] : undefined;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = [...folders.map((folder) => join(folder, source.program)), source.path ?? ''].find((file) =>
    existsSync(file),
  );
  return found === undefined ? undefined : [found];
}

/** Finds a tool. Where it is missing one line says what to install; in CI that is an error. */
export function tool(name: ToolName): Tool {
  const source: Source = SOURCES[name];
  const argv = locate(source);
  if (argv === undefined) {
    const message = `${name} is missing: ${source.install}`;
    if (process.env.CI) throw new Error(message);
    console.warn(`skipped: ${message}`);
  }
  const program = argv ?? [source.program];
  const run = (args: readonly string[], options: RunOptions = {}): RunResult => {
    const [file, ...leading] = program;
    const result = spawnSync(file, [...leading, ...args], {
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
      input: options.input,
      maxBuffer: 256 * 1024 * 1024,
      encoding: 'utf8',
    });
    if (result.error !== undefined) throw result.error;
    return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
  };
  const start = (args: readonly string[]): Promise<RunResult> => {
    const [file, ...leading] = program;
    return new Promise((done) => {
      execFile(file, [...leading, ...args], { encoding: 'utf8' }, (error, stdout, stderr) => {
        done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
      });
    });
  };
  return { available: argv !== undefined, argv: program, run, start };
}
