import type { Snapshot } from '../../server/src/features/snapshot';
import { snapshotOf } from '../support/snapshot';

/** A text with its cursor, which `|` marks, as an editor sees it. */
export async function atCursor(
  marked: string,
  path?: string,
): Promise<{ readonly snapshot: Snapshot; readonly offset: number }> {
  const offset = marked.indexOf('|');
  if (offset === -1) throw new Error('the text has no cursor');
  return { snapshot: await snapshotOf(marked.slice(0, offset) + marked.slice(offset + 1), path), offset };
}
