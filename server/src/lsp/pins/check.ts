import { filePath } from '../../base/uri';
import { committedText } from '../../sources/committed';
import { needsNoHash, sourceKey } from '../../sources/pin';
import type { Hash } from '../../store/hash';
import { type FetchedPin, fetchAll, firstFailure, fits } from './fetch-all';
import type { InDocument } from './protocol';
import { DONE, done, failed, type Outcome, type Task } from './task';

/** Fetches every source of a document and compares: what does not fit becomes a finding, and the whole one line. */
export async function checkPins(task: Task, { uri }: InDocument): Promise<Outcome> {
  const { state, signal } = task;
  const snapshot = state.snapshot(uri);
  const pins = snapshot?.pins() ?? [];
  if (snapshot === undefined || pins.length === 0) return failed('This file pins no source by a hash.');
  const path = filePath(uri);
  const committed = path === undefined ? undefined : await committedText(path, state.host, signal);
  const all = await fetchAll(task, pins);
  if (signal.aborted) return DONE;
  state.learn(uri, {
    ...(committed === undefined ? {} : { committed: state.read(uri, committed).pins() }),
    fetched: hashes(all, (kind) => kind !== 'package'),
    fetchedForText: hashes(all, (kind) => kind === 'package'),
    text: snapshot.text,
  });
  task.publish(uri);
  return summary(all, pins.filter(needsNoHash).length);
}

type SourceKind = NonNullable<FetchedPin['plan']>['source']['kind'];

function hashes(all: readonly FetchedPin[], wanted: (kind: SourceKind) => boolean): ReadonlyMap<string, Hash> {
  return new Map(
    all.flatMap(({ pin, plan, result }) =>
      result.kind === 'hash' && plan !== undefined && wanted(plan.source.kind) ? [[sourceKey(pin), result.hash]] : [],
    ),
  );
}

function summary(all: readonly FetchedPin[], unhashed: number): Outcome {
  const fetched = all.filter(({ result }) => result.kind === 'hash');
  const fitting = fetched.filter(({ pin, result }) => fits(pin, result)).length;
  const stale = fetched.filter(({ pin, result }) => pin.hash.state.kind === 'plausible' && !fits(pin, result)).length;
  const counts: readonly (readonly [number, string])[] = [
    [fitting, 'fit'],
    [stale, 'stale'],
    [fetched.length - fitting - stale, 'without a real hash'],
    [all.length - fetched.length, 'not fetched'],
    [unhashed, 'need none'],
  ];
  const text = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
  const failure = firstFailure(all);
  const line = `Hashes: ${text}.${failure === undefined ? '' : ` ${failure}`}`;
  return fitting === all.length ? done(line) : failed(line);
}
