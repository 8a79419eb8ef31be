import { offsetAt } from '../../base/span';
import { pinAt } from '../../features/pins';
import { hashEdits } from '../../sources/edit';
import { pinName } from '../../sources/pin-name';
import { planFor } from '../../sources/plan';
import { prefetch } from '../../sources/prefetch';
import { samePin } from '../../sources/same-pin';
import { parseHash } from '../../store/hash';
import { applyToPins, outcomeOf } from './apply';
import type { AtPin, HashAt } from './protocol';
import { DONE, failed, type Outcome, prefetchOptions, type Task } from './task';

const LABEL = 'Fix hash';

/** Fetches the source at a place and writes its hash. */
export async function fixHash(task: Task, { uri, position }: AtPin): Promise<Outcome> {
  const snapshot = task.state.snapshot(uri);
  const pin = snapshot && pinAt(snapshot, offsetAt(snapshot.lines, position));
  if (snapshot === undefined || pin === undefined) return failed('There is no source with a hash here.');
  const before = snapshot.pins();
  const options = prefetchOptions(task);
  const plan = planFor(pin, options);
  if (plan.kind !== 'plan') return failed(`${pinName(pin)}: ${plan.message}`);
  const result = await prefetch(plan, task.state.host, options);
  if (result.kind === 'cancelled') return DONE;
  if (result.kind !== 'hash') return failed(`${pinName(pin)}: ${result.message}`);
  const applied = await applyToPins(task, {
    label: LABEL,
    uri,
    select: (now) => [samePin(pin, before, now) ?? []].flat(),
    edits: (current) => hashEdits(current, result.hash),
  });
  return outcomeOf(applied, pinName(pin));
}

/** Writes a hash that a build told at the pin it is about. */
export async function writeHash(task: Task, { uri, position, hash }: HashAt): Promise<Outcome> {
  const parsed = parseHash(hash, undefined);
  if (parsed.kind !== 'hash') return failed(`${hash} is no hash: ${parsed.message}.`);
  const snapshot = task.state.snapshot(uri);
  const pin = snapshot && pinAt(snapshot, offsetAt(snapshot.lines, position));
  if (snapshot === undefined || pin === undefined) return failed('There is no source with a hash here.');
  const before = snapshot.pins();
  const applied = await applyToPins(task, {
    label: LABEL,
    uri,
    select: (now) => [samePin(pin, before, now) ?? []].flat(),
    edits: (current) => hashEdits(current, parsed.hash),
  });
  return outcomeOf(applied, pinName(pin));
}
