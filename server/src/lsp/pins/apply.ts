import type { Edit } from '../../base/edit';
import { offsetAt } from '../../base/span';
import { pinAt } from '../../features/pins';
import { onePerPlace } from '../../sources/edit';
import type { Pin } from '../../sources/pin';
import { samePin } from '../../sources/same-pin';
import { pause } from '../pause';
import type { AtPin } from './protocol';
import { DONE, failed, type Outcome, type Task } from './task';

/** A pin of a document. */
export interface PlacedPin {
  readonly pin: Pin;
  /** All pins of the document as it was. */
  readonly all: readonly Pin[];
  /** The same pin among those of a later text; none where it was edited. */
  readonly among: (now: readonly Pin[]) => readonly Pin[];
}

/** The pin at a place of a document as it now is. */
export function pinAtPlace({ state }: Task, { uri, position }: AtPin): PlacedPin | undefined {
  const snapshot = state.snapshot(uri);
  const pin = snapshot && pinAt(snapshot, offsetAt(snapshot.lines, position));
  if (snapshot === undefined || pin === undefined) return undefined;
  const all = snapshot.pins();
  return { pin, all, among: (now) => [samePin(pin, all, now) ?? []].flat() };
}

/** Said where `pinAtPlace` finds none. */
export const NO_PIN: Outcome = failed('There is no source with a hash here.');

/** `changed`: what was found no longer fits the text; `elsewhere`: the place to write is not in this document. */
export type Applied = 'applied' | 'changed' | 'elsewhere' | 'refused';

export interface PinEdit {
  readonly label: string;
  readonly uri: string;
  /** The pins of the text as it now is that are to be edited. */
  readonly select: (now: readonly Pin[]) => readonly Pin[];
  readonly edits: (pin: Pin) => readonly Edit[] | undefined;
}

/** An editor that was typed in refuses an edit of the text before; it is made anew for the text after. */
const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** Edits pins of a document as it now is, all at once. */
export async function applyToPins(task: Task, { label, uri, select, edits }: PinEdit): Promise<Applied> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(PAUSE_MS);
    const pins = select(task.state.snapshot(uri)?.pins() ?? []);
    if (pins.length === 0) return 'changed';
    const made = pins.map(edits);
    const all = made.flatMap((list) => list ?? []);
    if (made.includes(undefined) || all.some(({ origin }) => origin.uri !== uri)) return 'elsewhere';
    if (await task.edit(label, uri, onePerPlace(all))) return 'applied';
  }
  return 'refused';
}

/** What to tell of an edit that a command made for one pin. */
export function outcomeOf(applied: Applied, name: string): Outcome {
  switch (applied) {
    case 'applied':
      return DONE;
    case 'changed':
      return failed(`${name} was edited while it was fetched, and was left alone.`);
    case 'elsewhere':
      return failed(`The hash of ${name} is not written in this file.`);
    case 'refused':
      return failed('The editor did not take the edit.');
  }
}
