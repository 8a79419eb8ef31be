import { hashEdits } from '../../sources/edit';
import { alike } from '../../sources/same-pin';
import { applyToPins } from './apply';
import { type FetchedPin, fetchAll, firstFailure, fits } from './fetch-all';
import type { InDocument } from './protocol';
import { DONE, done, failed, type Outcome, type Task } from './task';

type Written = 'fixed' | 'right' | 'left alone' | 'not fetched';

/** Fetches every source of a document; each hash is written as it comes, and left alone where its pin was edited meanwhile. */
export async function fixAllHashes(task: Task, { uri }: InDocument): Promise<Outcome> {
  const pins = task.state.snapshot(uri)?.pins() ?? [];
  if (pins.length === 0) return failed('This file pins no source by a hash.');
  const written: Written[] = [];
  // One edit after the other: each is made for the text that the last one left.
  let writing = Promise.resolve();
  const all = await fetchAll(task, pins, (fetched) => {
    writing = writing.then(async () => {
      written.push(await write(task, uri, fetched));
    });
  });
  await writing;
  if (task.signal.aborted) return DONE;
  const unplanned = all.filter(({ plan }) => plan === undefined).map((): Written => 'not fetched');
  return summary([...written, ...unplanned], firstFailure(all));
}

async function write(task: Task, uri: string, { pin, result }: FetchedPin): Promise<Written> {
  if (result.kind !== 'hash') return 'not fetched';
  if (fits(pin, result)) return 'right';
  const applied = await applyToPins(task, {
    label: 'Fix hash',
    uri,
    select: (now) => now.filter((other) => alike(other, pin)),
    edits: (current) => hashEdits(current, result.hash),
  });
  return applied === 'applied' ? 'fixed' : 'left alone';
}

function summary(written: readonly Written[], failure: string | undefined): Outcome {
  const count = (what: Written): number => written.filter((item) => item === what).length;
  const parts = (['fixed', 'right', 'left alone', 'not fetched'] as const).flatMap((what) =>
    count(what) === 0 ? [] : [`${count(what)} ${what}`],
  );
  const text = `Hashes: ${parts.join(', ')}`;
  return failure === undefined ? done(`${text}.`) : failed(`${text}. ${failure}`);
}
