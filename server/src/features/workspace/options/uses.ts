import type { Node } from '../../../syntax/node';
import { definitions } from './definitions';
import type { PathUse } from './path-use';
import { selections } from './selections';

/** Every path of options that a file writes. */
export function pathUses(root: Node): readonly PathUse[] {
  return [...definitions(root), ...selections(root)];
}
