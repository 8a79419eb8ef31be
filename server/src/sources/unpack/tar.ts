import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { byteCounter, joined, UnpackError, type UnpackLimits } from './limits';
import { type TreeBuilder, treeBuilder } from './tree-builder';

const OWNER_EXECUTES = 0o100;

function streamOf(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  count: (length: number) => void,
): ReadableStream<Uint8Array> {
  const iterator = (async function* () {
    for await (const piece of pieces) {
      count(piece.length);
      yield piece;
    }
  })();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return();
    },
  });
}

async function bodyOf(entry: ParsedTarEntry): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of entry.body) {
    pieces.push(piece);
    length += piece.length;
  }
  return joined(pieces, length);
}

async function addEntry(tree: TreeBuilder, entry: ParsedTarEntry): Promise<void> {
  const { name, type = 'file', mode = 0o644, linkname = '' } = entry.header;
  const contents = await bodyOf(entry);
  switch (type) {
    case 'file':
      return tree.add(name, {
        kind: 'regular',
        executable: (mode & OWNER_EXECUTES) !== 0,
        size: contents.length,
        contents,
      });
    case 'directory':
      return tree.folder(name);
    case 'symlink':
      return tree.add(name, { kind: 'symlink', target: linkname });
    case 'link':
      return tree.link(name, linkname);
    default:
      throw new UnpackError(`the archive holds a ${type}: ${JSON.stringify(name)}`);
  }
}

/** The tree in a tar archive. */
export async function untar(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): Promise<ReturnType<TreeBuilder['finish']>> {
  const tree = treeBuilder(limits.maxEntries);
  // Headers and padding come on top of the files: at most 3 blocks of 512 bytes an entry.
  const stream = streamOf(pieces, byteCounter(limits.maxBytes + limits.maxEntries * 1536));
  const count = byteCounter(limits.maxBytes);
  for await (const entry of stream.pipeThrough(createTarDecoder({ strict: true }))) {
    count(entry.header.size);
    await addEntry(tree, entry);
  }
  return tree.finish();
}
