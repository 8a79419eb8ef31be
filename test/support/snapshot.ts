import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeHost } from '../../server/src/cli/host-node';
import { session } from '../../server/src/features/session';
import type { Snapshot } from '../../server/src/features/snapshot';
import { testParser } from './parser';

const ROOT = join(import.meta.dirname, '../..');

/** A Nix text as an editor would see it, as if it were the file at a path from the repository's root. */
export async function snapshotOf(text: string, path = 'test/module.nix', systemdVersion?: number): Promise<Snapshot> {
  const parser = await testParser();
  const host = nodeHost({ trusted: false });
  const editor = session({
    parser,
    files: host.files,
    now: host.now,
    systemdVersion,
    assumeEnabled: true,
    keepPieces: true,
    budgetMs: 10_000,
    depth: 500,
  });
  return editor.snapshot({ uri: pathToFileURL(join(ROOT, path)).href, text, tree: parser.parse(text) });
}
