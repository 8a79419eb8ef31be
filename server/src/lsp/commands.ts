import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { textEdit } from './convert';
import { describe, guarded, type Log } from './guard';
import { pinAddress } from './pins/address';
import { checkPins } from './pins/check';
import { fixHash, writeHash } from './pins/fix';
import { fixAllHashes } from './pins/fix-all';
import { mismatchedPins } from './pins/mismatch';
import {
  type AddressAt,
  type AtPin,
  type CommandResult,
  HASH_FIX_ALL,
  HASH_WRITE,
  type HashAt,
  type InDocument,
  mismatchRequest,
  PIN_ADDRESS,
  PIN_UPGRADE,
  PINS_CHECK,
} from './pins/protocol';
import type { Outcome, Task } from './pins/task';
import { upgradePin } from './pins/upgrade';
import { progressLines } from './progress';
import { HASH_FIX } from './protocol';
import type { State } from './state';

export interface CommandSetup {
  readonly log: Log;
  /** Programs are started, and sources fetched, for the user of a trusted workspace alone. */
  readonly trusted: boolean;
  /** The client checks an edit against the version of the document that it was made for. */
  readonly versionedEdits: boolean;
  readonly publish: (uri: string) => void;
}

interface Command {
  readonly title: string;
  /** Starts programs or fetches. */
  readonly fetches: boolean;
  /** Undefined: wrong arguments. */
  readonly run: (task: Task, argument: unknown) => Promise<Outcome> | undefined;
}

function command<A>(
  title: string,
  fetches: boolean,
  isArgument: (value: unknown) => value is A,
  run: (task: Task, argument: A) => Promise<Outcome>,
): Command {
  return { title, fetches, run: (task, argument) => (isArgument(argument) ? run(task, argument) : undefined) };
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  [HASH_FIX, command('Fetch and fix hash', true, isAtPin, fixHash)],
  [HASH_FIX_ALL, command('Fetch and fix all hashes', true, isInDocument, fixAllHashes)],
  [PIN_UPGRADE, command('Upgrade source', true, isAtPin, upgradePin)],
  [PINS_CHECK, command('Check hashes', true, isInDocument, checkPins)],
  [PIN_ADDRESS, command('Pin URL', true, isAddressAt, pinAddress)],
  [HASH_WRITE, command('Write hash', false, isHashAt, writeHash)],
]);

export const COMMAND_NAMES: string[] = [...COMMANDS.keys()];

const NOT_TRUSTED = 'Sources are fetched in trusted workspaces only.';

/** Runs the server's commands. A failure that the user should know of is the command's error, in one line. */
export function registerCommands(connection: Connection, state: State, setup: CommandSetup): void {
  const { log, trusted, publish } = setup;
  connection.onExecuteCommand(async ({ command: name, arguments: args }, token, progress) => {
    const found = COMMANDS.get(name);
    if (found === undefined) return null;
    if (found.fetches && !trusted) return new ResponseError<void>(LSPErrorCodes.RequestFailed, NOT_TRUSTED);
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    const report = progressLines(progress);
    try {
      progress.begin(found.title, undefined, undefined, true);
      const edit = editor(connection, state, setup);
      const outcome = await found.run({ state, signal: cancel.signal, report, edit, publish }, args?.[0]);
      return outcome === undefined ? null : answer(outcome);
    } catch (error) {
      log.error(`${name}: ${describe(error)}`);
      return new ResponseError<void>(LSPErrorCodes.RequestFailed, `${found.title} failed; see the log.`);
    } finally {
      progress.done();
    }
  });
  connection.onRequest(
    mismatchRequest,
    guarded(log, 'mismatch', (params) => mismatchedPins(state, params, publish)),
  );
}

function answer(outcome: Outcome): CommandResult | null | ResponseError<void> {
  if (outcome.kind === 'failed') return new ResponseError<void>(LSPErrorCodes.RequestFailed, outcome.message);
  return outcome.message === undefined ? null : { message: outcome.message };
}

function editor(connection: Connection, state: State, { versionedEdits }: CommandSetup): Task['edit'] {
  return async (label, uri, edits) => {
    const lines = state.snapshot(uri)?.lines;
    if (lines === undefined) return false;
    const version = state.documents.get(uri)?.version ?? null;
    const textEdits = edits.map(({ origin, newText }) => textEdit(lines, origin, newText));
    const edit = versionedEdits
      ? { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
      : { changes: { [uri]: textEdits } };
    const { applied } = await connection.workspace.applyEdit({ label, edit });
    return applied;
  };
}

function has<K extends string>(value: unknown, ...keys: readonly K[]): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function isInDocument(value: unknown): value is InDocument {
  return has(value, 'uri') && typeof value.uri === 'string';
}

function isAtPin(value: unknown): value is AtPin {
  return isInDocument(value) && has(value, 'position') && isPosition(value.position);
}

function isPosition(value: unknown): boolean {
  return has(value, 'line', 'character') && Number.isInteger(value.line) && Number.isInteger(value.character);
}

function isHashAt(value: unknown): value is HashAt {
  return isAtPin(value) && has(value, 'hash') && typeof value.hash === 'string';
}

function isAddressAt(value: unknown): value is AddressAt {
  if (!isInDocument(value) || !has(value, 'range') || !has(value.range, 'start', 'end')) return false;
  const { start, end } = value.range;
  return isPosition(start) && isPosition(end) && (!has(value, 'clipboard') || typeof value.clipboard === 'string');
}
