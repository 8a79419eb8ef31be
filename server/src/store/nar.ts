import type { FileTree, Streamed, TreeFile } from '../base/tree';
import { compareBytes, textBytes } from './bytes';
import { type Algorithm, digester } from './digest';
import type { Hash } from './hash';

function frame(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(8 + Math.ceil(bytes.length / 8) * 8);
  new DataView(padded.buffer).setBigUint64(0, BigInt(bytes.length), true);
  padded.set(bytes, 8);
  return padded;
}

/** Strings of the format, each framed: its length in 8 bytes, little endian, then its bytes padded to a multiple of 8. */
function framed(...texts: readonly string[]): Uint8Array {
  const frames = texts.map((text) => frame(textBytes(text)));
  const joined = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of frames) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
}

function sizeFrame(size: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(size), true);
  return bytes;
}

function* nodeParts<C>(tree: FileTree<C>): Generator<Uint8Array | TreeFile<C>> {
  switch (tree.kind) {
    case 'symlink':
      yield framed('(', 'type', 'symlink', 'target', tree.target, ')');
      return;
    case 'regular':
      yield framed('(', 'type', 'regular', ...(tree.executable ? ['executable', ''] : []), 'contents');
      yield sizeFrame(tree.size);
      yield tree;
      yield new Uint8Array((8 - (tree.size % 8)) % 8);
      yield framed(')');
      return;
    case 'directory': {
      yield framed('(', 'type', 'directory');
      const entries = [...tree.entries].map(([name, entry]) => ({ bytes: textBytes(name), name, entry }));
      for (const { name, entry } of entries.sort((a, b) => compareBytes(a.bytes, b.bytes))) {
        yield framed('entry', '(', 'name', name, 'node');
        yield* nodeParts(entry);
        yield framed(')');
      }
      yield framed(')');
    }
  }
}

/**
 * The Nix archive of a tree: bytes, and at the place of each file's contents the file itself, whose contents the reader puts there.
 */
function* narParts<C>(tree: FileTree<C>): Generator<Uint8Array | TreeFile<C>> {
  yield framed('nix-archive-1');
  yield* nodeParts(tree);
}

/** The Nix archive of a tree held in memory, in pieces. */
function* narBytes(tree: FileTree<Uint8Array>): Generator<Uint8Array> {
  for (const part of narParts(tree)) yield part instanceof Uint8Array ? part : part.contents;
}

/** The hash of a tree's Nix archive: what `nix-hash --type ALGORITHM PATH` prints. */
export function narHash(tree: FileTree<Uint8Array>, algorithm: Algorithm): Hash {
  const state = digester(algorithm);
  for (const bytes of narBytes(tree)) state.update(bytes);
  return { algorithm, digest: state.digest() };
}

/** As `narHash`, reading each file's contents as it comes to it. Throws when a file's length is not the one that was announced. */
export async function streamedNarHash(
  tree: FileTree<Streamed>,
  algorithm: Algorithm,
  signal?: AbortSignal,
): Promise<Hash> {
  const state = digester(algorithm);
  for (const part of narParts(tree)) {
    signal?.throwIfAborted();
    if (part instanceof Uint8Array) {
      state.update(part);
      continue;
    }
    let length = 0;
    for await (const bytes of part.contents()) {
      length += bytes.length;
      state.update(bytes);
    }
    if (length !== part.size) throw new Error('a file changed while it was read');
  }
  return { algorithm, digest: state.digest() };
}
