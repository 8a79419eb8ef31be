import { RequestType } from 'vscode-languageserver';
import type { Position, Range } from '../../base/span';

/** The same for every pin of a document. */
export const HASH_FIX_ALL = 'nixServices.hash.fixAll';

/** Moves a pin to the newest commit or release. */
export const PIN_UPGRADE = 'nixServices.pin.upgrade';

/** Fetches every source of a document and compares the hashes. */
export const PINS_CHECK = 'nixServices.pins.check';

/** Writes a fetcher's call for an address. */
export const PIN_ADDRESS = 'nixServices.pin.address';

/** Writes a hash that a build told at a pin. */
export const HASH_WRITE = 'nixServices.hash.write';

export interface InDocument {
  readonly uri: string;
}

export interface AtPin extends InDocument {
  readonly position: Position;
}

export interface AddressAt extends InDocument {
  readonly range: Range;
  /** The address to pin where none is selected or stands at the cursor. */
  readonly clipboard?: string;
}

export interface HashAt extends AtPin {
  /** In any notation that names its algorithm. */
  readonly hash: string;
}

/** What a command has to say once it is done; null where what it did is seen. */
export interface CommandResult {
  readonly message: string;
}

export interface MismatchParams {
  /** The lines of a build log around `got:`; a lone `got:` line where no more is at hand. */
  readonly log: string;
  /** Documents to look through beside the open ones. */
  readonly uris: readonly string[];
}

/** A pin that a mismatch in a build log may be about. */
export interface MismatchedPin extends HashAt {
  /** What to call it in a list. */
  readonly label: string;
}

/** The pins that a build log may be about: one where it is certain. */
export const mismatchRequest = new RequestType<MismatchParams, readonly MismatchedPin[] | null, void>(
  'nixServices/mismatch',
);
