import { needsNoHash, type Pin } from '../../sources/pin';
import { pinName } from '../../sources/pin-name';
import { type Plan, planFor } from '../../sources/plan';
import { type PrefetchResult, prefetchAll } from '../../sources/prefetch';
import { alike } from '../../sources/same-pin';
import { sameHash } from '../../store/hash';
import { prefetchOptions, type Task } from './task';

/** A source of a document and what fetching it told; pins of the same source with the same hash are fetched once. */
export interface FetchedPin {
  readonly pin: Pin;
  readonly result: PrefetchResult;
  /** Where it comes from; undefined where it cannot be fetched. */
  readonly plan: Plan | undefined;
}

/** Whether a pin has the hash that its source has. */
export function fits({ hash: { state } }: Pin, result: PrefetchResult): boolean {
  return state.kind === 'plausible' && result.kind === 'hash' && sameHash(state.hash, result.hash);
}

/** Fetches every source of a document, two at a time, and tells each as it comes. */
export async function fetchAll(
  task: Task,
  pins: readonly Pin[],
  onFetched: (fetched: FetchedPin) => void = () => undefined,
): Promise<readonly FetchedPin[]> {
  const options = prefetchOptions(task);
  const distinct = pins.filter(
    (pin, index) => !needsNoHash(pin) && pins.findIndex((other) => alike(other, pin)) === index,
  );
  const planned = distinct.map((pin) => ({ pin, plan: planFor(pin, options) }));
  const unfetched = planned.flatMap(({ pin, plan }) =>
    plan.kind === 'plan' ? [] : [{ pin, plan: undefined, result: plan }],
  );
  const sources = planned.flatMap(({ pin, plan }) => (plan.kind === 'plan' ? [{ pin, plan }] : []));
  const fetched: FetchedPin[] = [];
  const take = (index: number, result: PrefetchResult): void => {
    const source = sources[index];
    if (source === undefined) return;
    fetched.push({ ...source, result });
    task.report(`${fetched.length} of ${sources.length}: ${pinName(source.pin)}`);
    onFetched({ ...source, result });
  };
  task.report(`0 of ${sources.length}`);
  const quiet = { ...options, onProgress: () => undefined };
  await prefetchAll(
    sources.map(({ plan }) => plan),
    task.state.host,
    quiet,
    take,
  );
  return [...fetched, ...unfetched];
}

/** The first of the sources that told no hash, and why; undefined where all did. */
export function firstFailure(all: readonly FetchedPin[]): string | undefined {
  const [first] = all.flatMap(({ pin, result }) =>
    result.kind === 'hash' || result.kind === 'cancelled' ? [] : [`${pinName(pin)}: ${result.message}`],
  );
  return first;
}
