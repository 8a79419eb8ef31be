import { directive } from '../../systemd/catalogue';
import { slotOfValue } from '../cursor';
import { valueAt } from '../entry';
import type { Snapshot } from '../snapshot';
import type { Account } from './accounts';

/** The user or group that a value names at an offset, as `User=` and `Group=` do. */
export function accountAt(snapshot: Snapshot, offset: number): Pick<Account, 'kind' | 'name'> | undefined {
  const analysis = snapshot.analysis();
  const valued = slotOfValue(analysis, snapshot.uri, offset);
  if (valued?.slot.role.set !== 'directives') return undefined;
  const known = directive(valued.slot.role.section, valued.slot.key, snapshot.systemd);
  const name = known?.type === 'user-or-group' ? valueAt(analysis, valued.slot, valued.value) : undefined;
  return name === undefined ? undefined : { kind: known?.name === 'User' ? 'users' : 'groups', name };
}
