import { contains } from '../../base/span';
import type { Pin } from '../../sources/pin';
import { pinName } from '../../sources/pin-name';
import { upgrade, upgradeEdits } from '../../sources/upgrade';
import { applyToPins, NO_PIN, outcomeOf, pinAtPlace } from './apply';
import type { AtPin } from './protocol';
import { DONE, done, failed, type Outcome, prefetchOptions, type Task } from './task';

/** Moves the pin at a place to the newest commit or release: revision and hash in one edit. */
export async function upgradePin(task: Task, at: AtPin): Promise<Outcome> {
  const placed = pinAtPlace(task, at);
  if (placed === undefined) return NO_PIN;
  const { pin, all, among } = placed;
  const name = pinName(pin);
  const result = await upgrade(pin, task.state.host, prefetchOptions(task));
  if (result.kind === 'cancelled') return DONE;
  if (result.kind === 'newest') return done(`${name}: ${result.message}.`);
  if (result.kind !== 'upgraded') return failed(`${name}: ${result.message}`);
  const applied = await applyToPins(task, {
    label: 'Upgrade source',
    uri: at.uri,
    select: among,
    edits: (current) => upgradeEdits(current, result.newest, result.hash),
  });
  const outcome = outcomeOf(applied, name);
  return outcome.kind === 'failed' ? outcome : done(`${name} is now at ${result.newest.revision}.${advice(pin, all)}`);
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
