import type { FileTree } from '../../base/tree';
import { decompress, formatOf } from './decompress';
import { UnpackError, type UnpackLimits } from './limits';
import { untar } from './tar';
import { unzip } from './zip';

export type Unpacked =
  | { readonly kind: 'tree'; readonly tree: FileTree<Uint8Array> }
  | { readonly kind: 'failed'; readonly message: string };

/** What fetchzip makes of the top of an archive: the one folder there, or a folder around the one file (nixpkgs, fetchzip). */
function stripped(root: FileTree<Uint8Array> & { readonly kind: 'directory' }): FileTree<Uint8Array> {
  const [only, ...others] = root.entries.values();
  if (only === undefined) throw new UnpackError('the archive is empty');
  if (others.length > 0)
    throw new UnpackError('the archive has several entries at its top: set stripRoot = false to keep them');
  return only.kind === 'directory' ? only : root;
}

/** Unpacks an archive in memory as fetchzip does; every way it can fail is one line. */
export async function unpack(bytes: Uint8Array, stripRoot: boolean, limits: UnpackLimits): Promise<Unpacked> {
  const format = formatOf(bytes);
  if (format === undefined)
    return { kind: 'failed', message: 'the download is neither a tar (plain, gzip, bzip2, xz) nor a zip archive' };
  try {
    const root =
      format.kind === 'zip' ? unzip(bytes, limits) : await untar(decompress(bytes, format.compression), limits);
    return { kind: 'tree', tree: stripRoot ? stripped(root) : root };
  } catch (error) {
    if (error instanceof UnpackError) return { kind: 'failed', message: error.message };
    return {
      kind: 'failed',
      message: `the archive is damaged: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
