import { type Connection, LSPErrorCodes, ResponseError, type WorkDoneProgressReporter } from 'vscode-languageserver';
import { offsetAt } from '../base/span';
import { pinAt } from '../features/pins';
import type { Snapshot } from '../features/snapshot';
import { hashEdits } from '../sources/edit';
import type { Pin } from '../sources/pin';
import { planFor } from '../sources/plan';
import { DEFAULT_OPTIONS, prefetch } from '../sources/prefetch';
import { samePin } from '../sources/same-pin';
import { workspaceEdit } from './convert';
import { describe, type Log } from './guard';
import { HASH_FIX, type HashFixAt } from './protocol';
import type { State } from './state';

/** Runs the server's commands. A failure that the user should know of is the command's error, in one line. */
export function registerCommands(connection: Connection, state: State, log: Log): void {
  connection.onExecuteCommand(async ({ command, arguments: args }, token, progress) => {
    const [at] = args ?? [];
    if (command !== HASH_FIX || !isHashFixAt(at)) return null;
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    try {
      const failure = await fixHash(connection, state, at, cancel.signal, progress);
      return failure === undefined ? null : new ResponseError<void>(LSPErrorCodes.RequestFailed, failure);
    } catch (error) {
      log.error(`${command}: ${describe(error)}`);
      return new ResponseError<void>(LSPErrorCodes.RequestFailed, 'The hash could not be fetched; see the log.');
    }
  });
}

function isHashFixAt(value: unknown): value is HashFixAt {
  return typeof value === 'object' && value !== null && 'uri' in value && 'position' in value;
}

/** Fetches the source at a place and writes its hash; tells why not, in one line. */
async function fixHash(
  connection: Connection,
  state: State,
  { uri, position }: HashFixAt,
  signal: AbortSignal,
  progress: WorkDoneProgressReporter,
): Promise<string | undefined> {
  const before = state.snapshot(uri);
  const pin = before && pinAt(before, offsetAt(before.lines, position));
  if (before === undefined || pin === undefined) return 'There is no source with a hash here.';
  const { allowInsecure } = state.settings();
  const plan = planFor(pin, { allowInsecure });
  if (plan.kind !== 'plan') return plan.message;
  progress.begin('Fetch and fix hash', undefined, pin.fetcher.name, true);
  const onProgress = (message: string): void => progress.report(message);
  const result = await prefetch(plan, state.host, { ...DEFAULT_OPTIONS, allowInsecure, signal, onProgress });
  progress.done();
  if (result.kind === 'cancelled') return undefined;
  if (result.kind !== 'hash') return result.message;
  const now = state.snapshot(uri);
  const current = now && samePin(pin, before.pins(), now.pins());
  if (now === undefined || current === undefined)
    return 'The source was edited while it was fetched; its hash was left alone.';
  return apply(connection, now, current, hashEdits(current, result.hash));
}

async function apply(
  connection: Connection,
  snapshot: Snapshot,
  pin: Pin,
  edits: ReturnType<typeof hashEdits>,
): Promise<string | undefined> {
  const edit = edits && workspaceEdit(edits, (uri) => (uri === snapshot.uri ? snapshot.lines : undefined));
  if (edit === undefined) return `The hash of this ${pin.fetcher.name} is not written in this file.`;
  const { applied } = await connection.workspace.applyEdit({ label: 'Fix hash', edit });
  return applied ? undefined : 'The editor did not take the new hash.';
}
