import { inflateSync } from 'fflate';
import { bytesText } from '../../store/bytes';
import { byteCounter, UnpackError, type UnpackLimits } from './limits';
import { type TreeBuilder, treeBuilder } from './tree-builder';

// Field offsets: APPNOTE.TXT of the ZIP format, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;
const ZIP64 = 0xffffffff;
const ENCRYPTED = 1;

const UNIX_HOSTS: ReadonlySet<number> = new Set([3, 19]);
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const OWNER_EXECUTES = 0o100;

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
  /** Unix mode; 0 where the archive was made elsewhere. */
  readonly mode: number;
  readonly offset: number;
}

function endOfDirectory(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new UnpackError('the zip archive ends early');
}

function* centralDirectory(bytes: Uint8Array, view: DataView): Generator<ZipEntry> {
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL_SIGNATURE) throw new UnpackError('the zip archive is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const attributes = view.getUint32(at + 38, true);
    yield {
      name: bytesText(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      mode: UNIX_HOSTS.has(view.getUint8(at + 5)) ? attributes >>> 16 : 0,
      offset: view.getUint32(at + 42, true),
    };
    at += CENTRAL_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function contentsOf(bytes: Uint8Array, view: DataView, entry: ZipEntry): Uint8Array {
  const start =
    entry.offset + LOCAL_LENGTH + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const stored = bytes.subarray(start, start + entry.compressedSize);
  if (entry.method === 0) return stored.slice();
  if (entry.method !== 8)
    throw new UnpackError(`the zip archive uses compression method ${entry.method}: ${JSON.stringify(entry.name)}`);
  // One byte of room beyond the announced size tells a longer file from one that fits.
  const inflated = inflateSync(stored, { out: new Uint8Array(entry.size + 1) });
  if (inflated.length !== entry.size)
    throw new UnpackError(`the zip archive is damaged at ${JSON.stringify(entry.name)}`);
  return inflated;
}

/** The tree in a zip archive; modes and symbolic links are those of archives made on Unix. */
export function unzip(bytes: Uint8Array, limits: UnpackLimits): ReturnType<TreeBuilder['finish']> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tree = treeBuilder(limits.maxEntries);
  const count = byteCounter(limits.maxBytes);
  for (const entry of centralDirectory(bytes, view)) {
    if (entry.encrypted) throw new UnpackError(`the zip archive is encrypted: ${JSON.stringify(entry.name)}`);
    if (entry.size === ZIP64 || entry.offset === ZIP64) throw new UnpackError('the zip archive is larger than 4 GiB');
    if (entry.name.endsWith('/')) {
      tree.folder(entry.name);
      continue;
    }
    count(entry.size);
    const contents = contentsOf(bytes, view, entry);
    if ((entry.mode & TYPE_MASK) === SYMLINK) tree.add(entry.name, { kind: 'symlink', target: bytesText(contents) });
    else
      tree.add(entry.name, {
        kind: 'regular',
        executable: (entry.mode & OWNER_EXECUTES) !== 0,
        size: contents.length,
        contents,
      });
  }
  return tree.finish();
}
