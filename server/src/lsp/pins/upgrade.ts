import { contains, offsetAt } from '../../base/span';
import { pinAt } from '../../features/pins';
import type { Pin } from '../../sources/pin';
import { pinName } from '../../sources/pin-name';
import { samePin } from '../../sources/same-pin';
import { upgrade, upgradeEdits } from '../../sources/upgrade';
import { applyToPins, outcomeOf } from './apply';
import type { AtPin } from './protocol';
import { DONE, done, failed, type Outcome, prefetchOptions, type Task } from './task';

/** Moves the pin at a place to the newest commit or release: revision and hash in one edit. */
export async function upgradePin(task: Task, { uri, position }: AtPin): Promise<Outcome> {
  const snapshot = task.state.snapshot(uri);
  const pin = snapshot && pinAt(snapshot, offsetAt(snapshot.lines, position));
  if (snapshot === undefined || pin === undefined) return failed('There is no source with a hash here.');
  const before = snapshot.pins();
  const name = pinName(pin);
  const result = await upgrade(pin, task.state.host, prefetchOptions(task));
  if (result.kind === 'cancelled') return DONE;
  if (result.kind === 'newest') return done(`${name}: ${result.message}.`);
  if (result.kind !== 'upgraded') return failed(`${name}: ${result.message}`);
  const applied = await applyToPins(task, {
    label: 'Upgrade source',
    uri,
    select: (now) => [samePin(pin, before, now) ?? []].flat(),
    edits: (current) => upgradeEdits(current, result.newest, result.hash),
  });
  const outcome = outcomeOf(applied, name);
  return outcome.kind === 'failed'
    ? outcome
    : done(`${name} is now at ${result.newest.revision}.${advice(pin, before)}`);
}

/** What hangs on the upgraded source: other pins with the same revision, and downloads that its build makes. */
function advice(pin: Pin, pins: readonly Pin[]): string {
  const written = ['rev', 'tag'].flatMap((name) => pin.attributes.get(name)?.template?.literal.origin ?? []);
  const dependent = pins.filter(
    (other) =>
      other !== pin &&
      (([...other.attributes.values()].some(({ template }) =>
        written.some(({ start }) => template?.literal.origin.start === start),
      ) &&
        other.fetcher.kind !== 'builder') ||
        (other.fetcher.kind === 'builder' && contains(other.call, pin.head.start))),
  );
  const names = [...new Set(dependent.map(pinName))];
  return names.length === 0 ? '' : ` What hangs on it has to be fetched again: ${names.join(', ')}.`;
}
