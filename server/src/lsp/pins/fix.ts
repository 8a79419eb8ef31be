import type { Edit } from '../../base/edit';
import { hashEdits } from '../../sources/edit';
import type { Pin } from '../../sources/pin';
import { pinName } from '../../sources/pin-name';
import { planFor } from '../../sources/plan';
import { prefetch } from '../../sources/prefetch';
import { type Hash, parseHash } from '../../store/hash';
import { applyToPins, NO_PIN, outcomeOf, type PlacedPin, pinAtPlace } from './apply';
import type { AtPin, HashAt } from './protocol';
import { DONE, failed, type Outcome, prefetchOptions, type Task } from './task';

/** Fetches the source at a place and writes its hash. */
export async function fixHash(task: Task, at: AtPin): Promise<Outcome> {
  const placed = pinAtPlace(task, at);
  if (placed === undefined) return NO_PIN;
  const { pin } = placed;
  const options = prefetchOptions(task);
  const plan = planFor(pin, options);
  if (plan.kind !== 'plan') return failed(`${pinName(pin)}: ${plan.message}`);
  const result = await prefetch(plan, task.state.host, options);
  if (result.kind === 'cancelled') return DONE;
  if (result.kind !== 'hash') return failed(`${pinName(pin)}: ${result.message}`);
  return write(task, at.uri, placed, result.hash);
}

/** Writes a hash that a build told at the pin it is about. */
export async function writeHash(task: Task, { hash, ...at }: HashAt): Promise<Outcome> {
  const parsed = parseHash(hash, undefined);
  if (parsed.kind !== 'hash') return failed(`${hash} is no hash: ${parsed.message}.`);
  const placed = pinAtPlace(task, at);
  return placed === undefined ? NO_PIN : write(task, at.uri, placed, parsed.hash);
}

async function write(task: Task, uri: string, { pin, among }: PlacedPin, hash: Hash): Promise<Outcome> {
  const edits = (current: Pin): readonly Edit[] | undefined => hashEdits(current, hash);
  return outcomeOf(await applyToPins(task, { label: 'Fix hash', uri, select: among, edits }), pinName(pin));
}
