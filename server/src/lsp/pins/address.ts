import { applyEdits } from '../../base/edit';
import { offsetAt } from '../../base/span';
import { addressToPin } from '../../features/pin-address';
import { hashEdits } from '../../sources/edit';
import { newPin } from '../../sources/new-pin';
import { type Pin, textOf } from '../../sources/pin';
import { type NoPlan, planFor } from '../../sources/plan';
import { type PrefetchResult, prefetch } from '../../sources/prefetch';
import { isRefusal } from '../../sources/safety';
import { type UpgradeResult, upgrade } from '../../sources/upgrade';
import type { AddressAt } from './protocol';
import { DONE, failed, type Outcome, prefetchOptions, type Task } from './task';

/** Turns the address in a selection, at the cursor or from the clipboard into a fetcher's call with revision and hash. */
export async function pinAddress(task: Task, { uri, range, clipboard }: AddressAt): Promise<Outcome> {
  const snapshot = task.state.snapshot(uri);
  if (snapshot === undefined) return failed('This document is not known to the server.');
  const span = { start: offsetAt(snapshot.lines, range.start), end: offsetAt(snapshot.lines, range.end) };
  const placed = addressToPin(snapshot, span, clipboard);
  if (placed === undefined)
    return failed('Select a URL, put the cursor into one, or copy one: there is none here that can be pinned.');
  const call = newPin(placed.address);
  if (isRefusal(call)) return failed(call.message);
  const filled = await fill(task, call.text);
  if (!('text' in filled)) return filled.kind === 'refused' ? failed(filled.message) : DONE;
  if (task.state.snapshot(uri)?.text !== snapshot.text)
    return failed('The file was edited while the source was fetched, and nothing was written.');
  const newText = placed.written(call.fetcher, filled.text);
  const taken = await task.edit('Pin URL', uri, [{ origin: { uri, ...placed.span }, newText }]);
  if (!taken) return failed('The editor did not take the edit.');
  return filled.kind === 'filled' ? DONE : failed(`The call has no hash yet: ${filled.message}`);
}

type Filled =
  | { readonly kind: 'filled'; readonly text: string }
  | { readonly kind: 'unfetched'; readonly text: string; readonly message: string }
  | { readonly kind: 'refused' | 'cancelled'; readonly message: string };

/** Any address will do: the call is read by itself. */
const ALONE = 'untitled:pin.nix';

/** A call with the newest revision, where it names none, and its hash. */
async function fill(task: Task, text: string): Promise<Filled> {
  const [pin] = task.state.read(ALONE, text).pins();
  if (pin === undefined) return { kind: 'unfetched', text, message: 'its fetcher is not known' };
  const result = await fetched(task, pin);
  switch (result.kind) {
    case 'upgraded':
      return { kind: 'filled', text: applyEdits(text, result.edits) };
    case 'hash':
      return { kind: 'filled', text: applyEdits(text, hashEdits(pin, result.hash) ?? []) };
    case 'refused':
    case 'cancelled':
      return { kind: result.kind, message: result.message };
    default:
      return { kind: 'unfetched', text, message: result.message };
  }
}

async function fetched(task: Task, pin: Pin): Promise<UpgradeResult | PrefetchResult | NoPlan> {
  const options = prefetchOptions(task);
  if (textOf(pin, 'rev') === '') return upgrade(pin, task.state.host, options);
  const plan = planFor(pin, options);
  return plan.kind === 'plan' ? prefetch(plan, task.state.host, options) : plan;
}
