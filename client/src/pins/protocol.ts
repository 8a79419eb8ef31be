import type { Position, Range } from 'vscode-languageclient/node';
import { RequestType } from 'vscode-languageclient/node';

/** The server's commands on sources, each with what it is called while it runs. */
export const PIN_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['nixServices.hash.fix', 'Fetch and fix hash'],
  ['nixServices.hash.fixAll', 'Fetch and fix all hashes'],
  ['nixServices.pin.upgrade', 'Upgrade source'],
  ['nixServices.pins.check', 'Check all hashes'],
  ['nixServices.pin.address', 'Pin URL'],
  ['nixServices.hash.write', 'Write hash'],
]);

/** What the commands take, each as much of it as it needs. */
export interface PinArgument {
  readonly uri: string;
  readonly position?: Position;
  readonly range?: Range;
  /** An address to pin where none is selected or stands at the cursor. */
  readonly clipboard?: string;
  readonly hash?: string;
}

export interface MismatchParams {
  /** The lines of a build log around `got:`. */
  readonly log: string;
  /** Documents to look through beside the open ones. */
  readonly uris: readonly string[];
}

/** A source that a build log may be about, and the hash that the build got. */
export interface MismatchedPin {
  readonly uri: string;
  readonly position: Position;
  readonly hash: string;
  readonly label: string;
}

export const mismatchRequest = new RequestType<MismatchParams, readonly MismatchedPin[] | null, void>(
  'nixServices/mismatch',
);
