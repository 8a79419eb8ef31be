import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { sri } from '../../server/src/store/hash';
import { testParser } from './parser';
import { gitIn, makeRepositories } from './repositories';
import { type Handler, type SourceServer, serveSources } from './source-server';

export const host = nodeHost({ trusted: true });

/** A host on which no Nix tool is installed. */
export function withoutNix(host: Host): Host {
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

export const OPTIONS: PrefetchOptions = { ...DEFAULT_OPTIONS, allowInsecure: true, timeoutMs: 20_000 };

/** A loopback server and repositories to fetch from, a store to fetch into, and an empty folder for what is temporary. */
export interface SourceWorld {
  readonly folder: string;
  readonly server: SourceServer;
  readonly commit: string;
  /** The store that the machine's Nix tools use meanwhile. */
  readonly remote: string;
  /** The pin of a text in which URL, FOLDER and COMMIT stand for this world's. */
  readonly pinIn: (text: string) => Pin;
  readonly fetched: (text: string, on: Host, options?: Partial<PrefetchOptions>) => Promise<PrefetchResult>;
  /** A result in one line: the hash, or why there is none. */
  readonly summary: (result: PrefetchResult) => string;
  readonly close: () => Promise<void>;
}

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

function archives(folder: string): { readonly one: Uint8Array; readonly several: Uint8Array } {
  mkdirSync(join(folder, 'tree/pkg-1.0/bin'), { recursive: true });
  writeFileSync(join(folder, 'tree/pkg-1.0/bin/x'), 'x');
  chmodSync(join(folder, 'tree/pkg-1.0/bin/x'), 0o755);
  writeFileSync(join(folder, 'tree/pkg-1.0/y'), 'y');
  return {
    one: execFileSync('tar', ['-C', join(folder, 'tree'), '-czf', '-', 'pkg-1.0']),
    several: execFileSync('tar', ['-C', join(folder, 'tree/pkg-1.0'), '-czf', '-', 'bin', 'y']),
  };
}

function serve(folder: string): Promise<SourceServer> {
  const { one, several } = archives(folder);
  return serveSources(
    new Map<string, Uint8Array | Handler>([
      ['/file.zim', Buffer.from('a plain file\n')],
      ['/pkg-1.0.tar.gz', one],
      ['/several.tar.gz', several],
      ['/moved', redirect('/file.zim')],
      ['/to-file', redirect('file:///etc/passwd')],
      ['/to-gopher', redirect('gopher://example.org/')],
      ['/loop', redirect('/loop')],
      ['/endless', endless],
      ['/slow', () => undefined],
      ['/broken', (_, response) => response.writeHead(500).end()],
      ['/api/v1/crates/demo/1.0.0/download', one],
    ]),
  );
}

function setEnvironment(
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  return before;
}

/** Sets a world up; `repositories` where git is at hand. */
export async function sourceWorld({ repositories }: { readonly repositories: boolean }): Promise<SourceWorld> {
  const parser = await testParser();
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  const remote = `local?root=${join(folder, 'root')}`;
  mkdirSync(join(folder, 'tmp'));
  const before = setEnvironment({ NIX_REMOTE: remote, TMPDIR: join(folder, 'tmp') });
  if (repositories) makeRepositories(folder);
  const commit = repositories ? gitIn(join(folder, 'outer'), 'rev-parse', 'HEAD') : '';
  const server = await serve(folder);
  const pinIn = (text: string): Pin => {
    const filled = text.replaceAll('URL', server.url).replaceAll('FOLDER', folder).replaceAll('COMMIT', commit);
    const [pin] = findPins(parser.parse(filled), 'file:///a.nix', () => undefined);
    if (pin === undefined) throw new Error(`no pin in ${filled}`);
    return pin;
  };
  return {
    folder,
    server,
    commit,
    remote,
    pinIn,
    fetched: async (text, on, options = {}) => {
      const all = { ...OPTIONS, ...options };
      const plan = planFor(pinIn(text), all);
      return plan.kind === 'plan' ? prefetch(plan, on, all) : plan;
    },
    summary: (result) =>
      result.kind === 'hash'
        ? sri(result.hash)
        : `${result.kind}: ${result.message.replaceAll(server.url, 'URL').replaceAll(folder, 'FOLDER')}`,
    close: async () => {
      setEnvironment(before);
      await server.close();
      execFileSync('chmod', ['-R', 'u+w', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
