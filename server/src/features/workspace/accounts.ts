import { type LineMap, type Range, rangeOf } from '../../base/span';
import type { PathUse } from './options/path-use';

/** A user or group that a configuration defines. */
export interface Account {
  readonly kind: 'users' | 'groups';
  readonly name: string;
  readonly range: Range;
}

/** The names written below `users.users` and `users.groups`, each once; `uses` are the paths of a file. */
export function accountsIn(uses: readonly PathUse[], lines: LineMap): readonly Account[] {
  const found = new Map<string, Account>();
  for (const { path, own, form } of uses) {
    const [users, kind, name] = path;
    if (form.kind !== 'definition' || users?.name !== 'users' || own > 2) continue;
    if ((kind?.name !== 'users' && kind?.name !== 'groups') || name?.name === undefined) continue;
    if (name.span === undefined) continue;
    const key = `${kind.name} ${name.name}`;
    if (!found.has(key)) found.set(key, { kind: kind.name, name: name.name, range: rangeOf(lines, name.span) });
  }
  return [...found.values()];
}
