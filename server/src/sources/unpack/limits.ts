/** What an archive may grow to, so that a small download cannot fill the memory. */
export interface UnpackLimits {
  /** Sum of the files' sizes, in bytes. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

export const DEFAULT_LIMITS: UnpackLimits = { maxBytes: 2 ** 30, maxEntries: 500_000 };

/** Why an archive cannot be unpacked, in one line for the user. */
export class UnpackError extends Error {}

/** Counts bytes and throws `UnpackError` beyond the limit. */
export function byteCounter(maxBytes: number): (length: number) => void {
  let total = 0;
  return (length) => {
    total += length;
    if (total > maxBytes)
      throw new UnpackError(`the archive unpacks to more than ${Math.round(maxBytes / 2 ** 20)} MiB`);
  };
}

/** Bytes in one piece. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
