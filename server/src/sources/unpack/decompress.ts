import { Gunzip } from 'fflate';
import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import { XzReadableStream } from 'xz-decompress';
import { UnpackError } from './limits';

export type Compression = 'none' | 'gzip' | 'bzip2' | 'xz';
export type Format = { readonly kind: 'tar'; readonly compression: Compression } | { readonly kind: 'zip' };

const SIGNATURES: readonly (readonly [readonly number[], Format])[] = [
  [[0x1f, 0x8b], { kind: 'tar', compression: 'gzip' }],
  [[0x42, 0x5a, 0x68], { kind: 'tar', compression: 'bzip2' }],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], { kind: 'tar', compression: 'xz' }],
  [[0x50, 0x4b, 0x03, 0x04], { kind: 'zip' }],
  [[0x50, 0x4b, 0x05, 0x06], { kind: 'zip' }],
];

/** The format of an archive, from its first bytes; undefined when it is none that can be unpacked here. */
export function formatOf(bytes: Uint8Array): Format | undefined {
  const starts = (signature: readonly number[], at: number): boolean =>
    signature.every((byte, i) => bytes[at + i] === byte);
  const found = SIGNATURES.find(([signature]) => starts(signature, 0))?.[1];
  if (found !== undefined) return found;
  const isTar = starts(
    [...'ustar'].map((char) => char.charCodeAt(0)),
    257,
  );
  return isTar ? { kind: 'tar', compression: 'none' } : undefined;
}

const PIECE = 1 << 16;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

function* gunzip(bytes: Uint8Array): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let ended = false;
  const stream = new Gunzip((piece, final) => {
    ready.push(piece);
    ended = final;
  });
  for (let at = 0; at < bytes.length; at += PIECE) {
    stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    yield* ready.splice(0);
  }
  if (!ended) throw new UnpackError('the archive ends early');
}

/** Blocks of one or several streams, one after another (pbzip2 writes several). */
function* bunzip2(bytes: Uint8Array): Generator<Uint8Array> {
  let given = false;
  const bits = bitIterator(() => {
    if (given) throw new UnpackError('the archive ends early');
    given = true;
    return bytes;
  });
  while (bits.bytesRead < bytes.length) {
    const size = 100_000 * bzip2.header(bits);
    const buffer = new Int32Array(size);
    for (let checksum: number | null = 0; checksum !== null; ) {
      let piece = new Uint8Array(PIECE);
      let length = 0;
      const full: Uint8Array[] = [];
      checksum = bzip2.decompress(
        bits,
        (byte) => {
          if (length === PIECE) {
            full.push(piece);
            piece = new Uint8Array(PIECE);
            length = 0;
          }
          piece[length++] = byte;
        },
        buffer,
        size,
        checksum,
      );
      yield* full;
      yield piece.subarray(0, length);
    }
  }
}

/** xz-embedded's answer to a filter or a check that it was built without: `XZ_OPTIONS_ERROR`. */
const UNSUPPORTED_XZ = /error code 6$/;

async function* unxz(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const source = pieces(bytes);
  const compressed = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = new XzReadableStream(compressed).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } catch (error) {
    if (!(error instanceof Error && UNSUPPORTED_XZ.test(error.message))) throw error;
    throw new UnpackError('the xz archive uses a filter or check that only Nix itself unpacks');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The bytes within a compressed file, piece by piece. */
export function decompress(
  bytes: Uint8Array,
  compression: Compression,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'none':
      return pieces(bytes);
    case 'gzip':
      return gunzip(bytes);
    case 'bzip2':
      return bunzip2(bytes);
    case 'xz':
      return unxz(bytes);
  }
}
