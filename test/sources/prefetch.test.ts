import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../server/src/base/host';
import { nodeHost } from '../../server/src/cli/host-node';
import type { Pin } from '../../server/src/sources/pin';
import { findPins } from '../../server/src/sources/pins';
import { planFor } from '../../server/src/sources/plan';
import {
  DEFAULT_OPTIONS,
  type PrefetchOptions,
  type PrefetchResult,
  prefetch,
} from '../../server/src/sources/prefetch';
import { formatHash, NIX32, sri } from '../../server/src/store/hash';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';
import { type Handler, type SourceServer, serveSources } from '../support/source-server';
import { tool } from '../support/tools';

const nixPrefetch = tool('nix-prefetch-url');
const newerPrefetch = tool('nix-prefetch-url-2.34');
const nixHash = tool('nix-hash');
const git = tool('git');
const tar = tool('tar');

/** A host on which no Nix tool is installed. */
function withoutNix(host: Host): Host {
  return {
    ...host,
    run: (request) => {
      const name = request.argv[0];
      return name === 'git' || name.endsWith('/git')
        ? host.run(request)
        : Promise.resolve({ kind: 'missing', message: `${name} was not found` });
    },
  };
}

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('nix-services-'));
}

let folder: string;
let server: SourceServer;
let parser: NixParser;
let commit: string;
const host = nodeHost({ trusted: true });
const env: Record<string, string | undefined> = {};

function gitIn(repository: string, ...args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  return execFileSync(
    'git',
    ['-C', repository, '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', ...args],
    {
      env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null' },
      encoding: 'utf8',
    },
  ).trim();
}

/** A repository with a submodule, attributes that export would heed, an executable, a link and an odd name. */
function makeRepositories(root: string): void {
  const inner = join(root, 'inner');
  mkdirSync(inner);
  gitIn(inner, 'init', '-q');
  writeFileSync(join(inner, 'inner.txt'), 'inner\n');
  gitIn(inner, 'add', '-A');
  gitIn(inner, 'commit', '-q', '-m', 'inner');
  const outer = join(root, 'outer');
  mkdirSync(join(outer, 'sub/deeper'), { recursive: true });
  gitIn(outer, 'init', '-q');
  writeFileSync(join(outer, 'run'), '#!/bin/sh\n');
  chmodSync(join(outer, 'run'), 0o755);
  symlinkSync('run', join(outer, 'link'));
  writeFileSync(join(outer, 'odd "é" name'), 'odd');
  writeFileSync(join(outer, 'sub/deeper/file'), 'deep');
  writeFileSync(join(outer, 'version'), '$Format:%H$\n');
  writeFileSync(join(outer, '.gitattributes'), 'version export-subst\nlink export-ignore\n');
  gitIn(outer, 'submodule', '--quiet', 'add', `file://${inner}`, 'module');
  gitIn(outer, 'add', '-A');
  gitIn(outer, 'commit', '-q', '-m', 'outer');
  gitIn(outer, 'tag', 'v1.0');
  gitIn(outer, 'branch', 'side');
}

beforeAll(async () => {
  parser = await testParser();
  folder = mkdtempSync(join(tmpdir(), 'prefetch-'));
  for (const name of ['NIX_REMOTE', 'TMPDIR']) env[name] = process.env[name];
  process.env.NIX_REMOTE = `local?root=${join(folder, 'root')}`;
  mkdirSync(join(folder, 'tmp'));
  process.env.TMPDIR = join(folder, 'tmp');
  if (git.available) {
    makeRepositories(folder);
    commit = gitIn(join(folder, 'outer'), 'rev-parse', 'HEAD');
  }
  mkdirSync(join(folder, 'tree/pkg-1.0/bin'), { recursive: true });
  writeFileSync(join(folder, 'tree/pkg-1.0/bin/x'), 'x');
  chmodSync(join(folder, 'tree/pkg-1.0/bin/x'), 0o755);
  const archive = execFileSync('tar', ['-C', join(folder, 'tree'), '-czf', '-', 'pkg-1.0']);
  const several = execFileSync('tar', [
    '-C',
    join(folder, 'tree/pkg-1.0'),
    '-czf',
    '-',
    'bin',
    'bin/x',
    '--transform',
    's,bin/x,y,',
    'bin/x',
  ]);
  const redirect =
    (to: string): Handler =>
    (_, response) => {
      response.writeHead(302, { location: to }).end();
    };
  const endless: Handler = (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
    response.on('close', () => clearInterval(timer));
  };
  server = await serveSources(
    new Map<string, Uint8Array | Handler>([
      ['/file.zim', Buffer.from('a plain file\n')],
      ['/pkg-1.0.tar.gz', archive],
      ['/several.tar.gz', several],
      ['/moved', redirect('/file.zim')],
      ['/to-file', redirect('file:///etc/passwd')],
      ['/to-ftp', redirect('gopher://example.org/')],
      ['/loop', redirect('/loop')],
      ['/endless', endless],
      ['/slow', () => undefined],
      ['/broken', (_, response) => response.writeHead(500).end()],
      ['/api/v1/crates/demo/1.0.0/download', archive],
    ]),
  );
});

afterAll(async () => {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await server.close();
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

function pinIn(text: string): Pin {
  const filled = text.replaceAll('URL', server.url).replaceAll('FOLDER', folder).replaceAll('COMMIT', commit);
  const [pin] = findPins(parser.parse(filled), 'file:///a.nix', () => undefined);
  if (pin === undefined) throw new Error(`no pin in ${filled}`);
  return pin;
}

const OPTIONS: PrefetchOptions = { ...DEFAULT_OPTIONS, allowInsecure: true, timeoutMs: 20_000 };

async function fetched(text: string, on: Host, options: Partial<PrefetchOptions> = {}): Promise<PrefetchResult> {
  const all = { ...OPTIONS, ...options };
  const plan = planFor(pinIn(text), all);
  return plan.kind === 'plan' ? prefetch(plan, on, all) : plan;
}

function summary(result: PrefetchResult): string {
  return result.kind === 'hash'
    ? sri(result.hash)
    : `${result.kind}: ${result.message.replaceAll(server.url, 'URL').replaceAll(folder, 'FOLDER')}`;
}

describe.skipIf(!nixPrefetch.available || !tar.available)(
  'the built-in fetch gives what nix-prefetch-url gives',
  () => {
    it.each([
      ['fetchurl { url = "URL/file.zim"; hash = ""; }'],
      ['builtins.fetchurl { url = "URL/file.zim"; }'],
      ['builtins.fetchurl "URL/moved"'],
      ['fetchurl { url = "URL/file.zim"; sha512 = ""; }'],
      ['fetchurl { url = "URL/file.zim"; sha1 = ""; }'],
      ['fetchurl { url = "URL/file.zim"; outputHashAlgo = "md5"; outputHash = ""; }'],
      ['fetchurl { urls = [ "URL/file.zim" ]; hash = "sha512-"; }'],
      ['fetchzip { url = "URL/pkg-1.0.tar.gz"; hash = ""; }'],
      ['builtins.fetchTarball { url = "URL/pkg-1.0.tar.gz"; }'],
      ['fetchCrate { registryDl = "URL/api/v1/crates"; pname = "demo"; version = "1.0.0"; hash = ""; }'],
      ['fetchurl { url = "file://FOLDER/tree/pkg-1.0/bin/x"; hash = ""; }'],
    ])('%s', async (text) => {
      const byTool = await fetched(text, host);
      expect(byTool.kind === 'hash' && byTool.command[0]).toBe('nix-prefetch-url');
      expect(summary(await fetched(text, withoutNix(host)))).toBe(summary(byTool));
    });

    it.skipIf(!newerPrefetch.available)('also with the newer Nix', async () => {
      const wrapper = join(folder, 'nix-prefetch-url-newer');
      writeFileSync(wrapper, `#!/bin/sh\nexec ${newerPrefetch.argv.join(' ')} "$@"\n`, { mode: 0o755 });
      const text = 'fetchzip { url = "URL/pkg-1.0.tar.gz"; sha512 = ""; }';
      const byTool = await fetched(text, host, { tools: { 'nix-prefetch-url': wrapper } });
      expect(summary(await fetched(text, withoutNix(host)))).toBe(summary(byTool));
      expect(summary(byTool)).toMatch(/^sha512-/);
    });

    it('executable and recursive files are hashed as trees', async () => {
      writeFileSync(join(folder, 'script'), 'a plain file\n', { mode: 0o755 });
      for (const [attributes, mode] of [
        ['executable = true;', 0o755],
        ['recursiveHash = true;', 0o644],
      ] as const) {
        chmodSync(join(folder, 'script'), mode);
        const { stdout } = nixHash.run(['--type', 'sha256', '--base32', join(folder, 'script')]);
        const result = await fetched(`fetchurl { url = "URL/file.zim"; ${attributes} hash = ""; }`, withoutNix(host));
        expect(result.kind === 'hash' && formatHash(result.hash, NIX32)).toBe(stdout.trim());
      }
    });

    it('a store that cannot be written to is passed over', async () => {
      process.env.NIX_REMOTE = 'dummy://';
      try {
        const result = await fetched('fetchurl { url = "URL/file.zim"; hash = ""; }', host);
        expect(result.kind === 'hash' && result.command[0]).toBe('download');
      } finally {
        process.env.NIX_REMOTE = `local?root=${join(folder, 'root')}`;
      }
    });
  },
);

describe.skipIf(!git.available || !nixHash.available)('git without a Nix tool', () => {
  function checkedOut(options: readonly string[], keep: string): string {
    const target = mkdtempSync(join(folder, 'clone-'));
    gitIn(folder, 'clone', '-q', ...options, `file://${join(folder, 'outer')}`, target);
    execFileSync('find', [target, '-name', '.git', '-prune', '-exec', 'rm', '-rf', '{}', '+']);
    return nixHash.run(['--type', 'sha256', '--base32', join(target, keep)]).stdout.trim();
  }

  it.each([
    ['rev = "COMMIT";', ['--recurse-submodules'], ''],
    ['rev = "COMMIT"; fetchSubmodules = false;', [], ''],
    ['rev = "v1.0"; fetchSubmodules = false;', [], ''],
    ['tag = "v1.0"; fetchSubmodules = false;', [], ''],
    ['rev = "side"; fetchSubmodules = false;', [], ''],
    ['rev = "refs/heads/side"; fetchSubmodules = false;', [], ''],
    ['fetchSubmodules = false;', [], ''],
    ['rev = "COMMIT"; fetchSubmodules = false; rootDir = "sub";', [], 'sub'],
  ])('%s', async (attributes, options, keep) => {
    const result = await fetched(
      `fetchgit { url = "file://FOLDER/outer"; ${attributes} hash = ""; }`,
      withoutNix(host),
    );
    expect(result.kind === 'hash' ? formatHash(result.hash, NIX32) : result.message).toBe(checkedOut(options, keep));
    expect(pathsIn(join(folder, 'tmp'))).toEqual([]);
  });

  it('a shortened commit is found among all', async () => {
    const short = 'fetchgit { url = "file://FOLDER/outer"; fetchSubmodules = false; hash = ""; rev = ';
    const whole = await fetched(`${short} "COMMIT"; }`, withoutNix(host));
    expect(summary(await fetched(`${short} "${commit.slice(0, 10)}"; }`, withoutNix(host)))).toBe(summary(whole));
  });

  it('takes a sparse checkout', async () => {
    const result = await fetched(
      'fetchgit { url = "file://FOLDER/outer"; rev = "COMMIT"; fetchSubmodules = false; sparseCheckout = [ "sub" ]; hash = ""; }',
      withoutNix(host),
    );
    const target = mkdtempSync(join(folder, 'sparse-'));
    gitIn(folder, 'clone', '-q', '--sparse', `file://${join(folder, 'outer')}`, target);
    gitIn(target, 'sparse-checkout', 'set', 'sub');
    rmSync(join(target, '.git'), { recursive: true });
    expect(result.kind === 'hash' && formatHash(result.hash, NIX32)).toBe(
      nixHash.run(['--type', 'sha256', '--base32', target]).stdout.trim(),
    );
  });

  it.each([
    ['url = "file://FOLDER/nowhere"; rev = "COMMIT";', /^unreachable: file:\/\/FOLDER\/nowhere: git: fatal: /],
    ['url = "file://FOLDER/outer"; rev = "nonsense";', /^unreachable: file:\/\/FOLDER\/outer: git: (fatal|error): /],
    ['url = "file://FOLDER/outer"; rev = "COMMIT"; rootDir = "link/x";', /^unreachable: /],
    [
      'url = "file://FOLDER/outer"; rev = "COMMIT"; leaveDotGit = true;',
      /^unsupported: nix-prefetch-git is not installed$/,
    ],
  ])('%s ends in one line', async (attributes, expected) => {
    const line = summary(await fetched(`fetchgit { ${attributes} hash = ""; }`, withoutNix(host)));
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
    expect(pathsIn(join(folder, 'tmp'))).toEqual([]);
  });
});

describe('tools that Debian does not have are called as documented', () => {
  function standIn(name: string, output: string): string {
    const path = join(folder, name);
    writeFileSync(
      path,
      `#!/bin/sh\nfor a in "$@"; do printf '%s\\0' "$a"; done > '${path}.args'\ncat <<'OUTPUT'\n${output}\nOUTPUT\n`,
      { mode: 0o755 },
    );
    return path;
  }
  const hash = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  const nix32 = '0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73';

  it.each([
    [
      'fetchgit { url = "https://example.org/a"; rev = "v1"; hash = ""; }',
      'nix-prefetch-git',
      `{ "url": "https://example.org/a", "rev": "x", "sha256": "${nix32}", "fetchSubmodules": true }`,
      ['--quiet', '--fetch-submodules', '--hash', 'sha256', '--url', 'https://example.org/a', '--rev', 'v1'],
    ],
    [
      'fetchFromGitHub { owner = "o"; repo = "r"; tag = "v1"; leaveDotGit = true; fetchLFS = true; sparseCheckout = [ "a" "b" ]; nonConeMode = true; rootDir = "a"; hash = ""; }',
      'nix-prefetch-git',
      `{ "sha256": "${nix32}", "hash": "${hash}" }`,
      [
        '--quiet',
        '--leave-dotGit',
        '--fetch-lfs',
        '--sparse-checkout',
        'a\nb',
        '--non-cone-mode',
        '--root-dir',
        'a',
        '--hash',
        'sha256',
        '--url',
        'https://github.com/o/r.git',
        '--rev',
        'refs/tags/v1',
      ],
    ],
    [
      'fetchhg { url = "https://example.org/a"; rev = "1.0"; hash = ""; }',
      'nurl',
      hash,
      ['--hash', '--fetcher', 'fetchhg', 'https://example.org/a', '1.0'],
    ],
    [
      'fetchsvn { url = "https://example.org/a"; rev = "12"; hash = ""; }',
      'nix-prefetch-svn',
      `${nix32}\n/nix/store/x`,
      ['https://example.org/a', '12'],
    ],
    [
      'dockerTools.pullImage { imageName = "nixos/nix"; imageDigest = "sha256:DIGEST"; finalImageTag = "2"; hash = ""; }'.replace(
        'DIGEST',
        'ab'.repeat(32),
      ),
      'nix-prefetch-docker',
      `{ "hash": "${hash}" }`,
      [
        '--json',
        '--quiet',
        '--image-name',
        'nixos/nix',
        '--image-digest',
        `sha256:${'ab'.repeat(32)}`,
        '--os',
        'linux',
        '--final-image-name',
        'nixos/nix',
        '--final-image-tag',
        '2',
      ],
    ],
  ] as const)('%s', async (text, name, output, args) => {
    const path = standIn(name, output);
    const onlyThat: Host = {
      ...host,
      run: (request) =>
        request.argv[0] === path ? host.run(request) : Promise.resolve({ kind: 'missing', message: '' }),
    };
    expect(summary(await fetched(text, onlyThat, { tools: { [name]: path } }))).toBe(hash);
    expect(readFileSync(`${path}.args`, 'utf8').split('\0').slice(0, -1)).toEqual(args);
  });
});

/** Whether a process still runs; one that nobody has waited for yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('what goes wrong ends in one line', () => {
  const plain = { url: 'fetchurl { url = "URL/PATH"; hash = ""; }', zip: 'fetchzip { url = "URL/PATH"; hash = ""; }' };
  it.each([
    [plain.url, 'none', {}, 'unreachable: URL/none answered with status 404'],
    [plain.url, 'broken', {}, 'unreachable: URL/broken answered with status 500'],
    [plain.url, 'to-file', {}, 'refused: URL/to-file redirects to a file: file:///etc/passwd'],
    [plain.url, 'to-ftp', {}, 'refused: gopher: addresses are not fetched: gopher://example.org/'],
    [plain.url, 'loop', {}, 'unreachable: URL/loop redirects more than 10 times'],
    [plain.url, 'endless', { maxDownloadBytes: 1_000_000 }, 'unreachable: URL/endless is longer than 1000000 bytes'],
    [plain.url, 'slow', { timeoutMs: 300 }, 'unreachable: URL/slow took longer than 0 s'],
    [
      plain.zip,
      'file.zim',
      {},
      'unreachable: URL/file.zim: the download is neither a tar (plain, gzip, bzip2, xz) nor a zip archive',
    ],
    [
      plain.zip,
      'several.tar.gz',
      {},
      'unreachable: URL/several.tar.gz: the archive has several entries at its top: set stripRoot = false to keep them',
    ],
    [
      plain.url,
      'file.zim',
      { allowInsecure: false },
      'refused: only https: is fetched unless insecure sources are allowed: URL/file.zim',
    ],
  ])('%s with %s', async (text, path, options, expected) => {
    const plan = planFor(pinIn(text.replace('PATH', path)), { allowInsecure: true });
    const result = plan.kind === 'plan' ? await prefetch(plan, withoutNix(host), { ...OPTIONS, ...options }) : plan;
    expect(summary(result)).toBe(expected);
  });

  it('an untrusted workspace runs and fetches nothing', async () => {
    const before = server.requests.length;
    for (const on of [nodeHost({ trusted: false }), withoutNix(nodeHost({ trusted: false }))]) {
      const line = summary(await fetched(plain.url.replace('PATH', 'file.zim'), on));
      expect(line).toBe('refused: programs are started and sources fetched in trusted workspaces only');
    }
    expect(server.requests.length).toBe(before);
  });

  it('cancelling ends the whole process group at once', async () => {
    const path = join(folder, 'hanging');
    writeFileSync(path, `#!/bin/sh\nsleep 300 & echo $! > '${path}.child'\necho $$ > '${path}.self'\nwait\n`, {
      mode: 0o755,
    });
    const controller = new AbortController();
    const running = fetched(plain.url.replace('PATH', 'file.zim'), host, {
      tools: { 'nix-prefetch-url': path },
      signal: controller.signal,
    });
    while (!existsSync(`${path}.self`)) await new Promise((ready) => setTimeout(ready, 20));
    controller.abort();
    expect((await running).kind).toBe('cancelled');
    for (const name of ['child', 'self'])
      await expect.poll(() => isAlive(Number(readFileSync(`${path}.${name}`, 'utf8')))).toBe(false);
  });

  it.each([
    ['sleep 60', { timeoutMs: 200 }, /took longer than 0 s$/],
    ['while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done', {}, /printed more than 1048576 bytes$/],
    ['echo not a hash', {}, /^unreachable: nix-prefetch-url printed no hash$/],
    ['echo "error: no such host" >&2; exit 1', {}, /^unreachable: nix-prefetch-url: error: no such host$/],
    ['exit 3', {}, /^unreachable: nix-prefetch-url failed without a word$/],
  ])('a tool that does %s', async (script, options, expected) => {
    const path = join(folder, 'misbehaving');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    expect(
      summary(
        await fetched(plain.url.replace('PATH', 'file.zim'), host, { tools: { 'nix-prefetch-url': path }, ...options }),
      ),
    ).toMatch(expected);
  });
});
