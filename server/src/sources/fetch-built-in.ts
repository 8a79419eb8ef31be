import type { Host } from '../base/host';
import type { FileTree } from '../base/tree';
import { type Algorithm, digester } from '../store/digest';
import { narHash } from '../store/nar';
import { fetchGit } from './fetch-git';
import type { Plan } from './plan';
import type { PrefetchOptions, PrefetchResult } from './prefetch';
import type { ArchiveSource, FileSource } from './source';
import { joined } from './unpack/limits';
import { unpack } from './unpack/unpack';

/** Files that are hashed as trees, and archives, are held in memory. */
const MAX_IN_MEMORY = 2 ** 29;

type Failure = Exclude<PrefetchResult, { readonly kind: 'hash' }>;

async function download(
  host: Host,
  url: string,
  maxBytes: number,
  options: PrefetchOptions,
  receive: (bytes: Uint8Array) => void,
): Promise<Failure | undefined> {
  if (host.download === undefined) return { kind: 'unsupported', message: 'nothing can be downloaded here' };
  options.onProgress?.(`downloading ${url}`);
  const { allowInsecure, timeoutMs, signal } = options;
  const result = await host.download({
    url,
    allowInsecure,
    timeoutMs,
    maxBytes,
    receive,
    ...(signal === undefined ? {} : { signal }),
  });
  switch (result.kind) {
    case 'done':
      return undefined;
    case 'cancelled':
    case 'refused':
      return { kind: result.kind, message: result.message };
    default:
      return { kind: 'unreachable', message: result.message };
  }
}

/** The bytes of a download, whole. */
async function downloadWhole(host: Host, url: string, options: PrefetchOptions): Promise<Uint8Array | Failure> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const failure = await download(host, url, Math.min(MAX_IN_MEMORY, options.maxDownloadBytes), options, (bytes) => {
    pieces.push(bytes);
    length += bytes.length;
  });
  return failure ?? joined(pieces, length);
}

async function fetchFile(
  source: FileSource,
  algorithm: Algorithm,
  host: Host,
  options: PrefetchOptions,
): Promise<PrefetchResult> {
  const command = ['download', source.url];
  if (!source.recursive) {
    const state = digester(algorithm);
    const failure = await download(host, source.url, options.maxDownloadBytes, options, state.update);
    return failure ?? { kind: 'hash', hash: { algorithm, digest: state.digest() }, command };
  }
  const contents = await downloadWhole(host, source.url, options);
  if (!(contents instanceof Uint8Array)) return contents;
  const tree: FileTree<Uint8Array> = {
    kind: 'regular',
    executable: source.executable,
    size: contents.length,
    contents,
  };
  return { kind: 'hash', hash: narHash(tree, algorithm), command };
}

async function fetchArchive(
  source: ArchiveSource,
  algorithm: Algorithm,
  host: Host,
  options: PrefetchOptions,
): Promise<PrefetchResult> {
  const bytes = await downloadWhole(host, source.url, options);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const unpacked = await unpack(bytes, source.stripRoot, options.unpack);
  if (unpacked.kind === 'failed') return { kind: 'unreachable', message: `${source.url}: ${unpacked.message}` };
  return { kind: 'hash', hash: narHash(unpacked.tree, algorithm), command: ['download', '--unpack', source.url] };
}

/** Fetches a source and hashes it with no Nix tool: the hash that the fetcher's own build would have. */
export async function fetchBuiltIn(
  { source, algorithm }: Plan,
  host: Host,
  options: PrefetchOptions,
): Promise<PrefetchResult> {
  switch (source.kind) {
    case 'file':
      return fetchFile(source, algorithm, host, options);
    case 'archive':
      return fetchArchive(source, algorithm, host, options);
    case 'git':
      return fetchGit(source, algorithm, host, options);
    default:
      return { kind: 'unsupported', message: 'this source is fetched by Nix tools only' };
  }
}
