import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { pause } from './pause';

/** Where the server writes what went wrong. */
export interface Log {
  readonly error: (message: string) => void;
  readonly info: (message: string) => void;
}

/**
 * A request handler that never fails towards the client: what it throws is logged and answered with null; a request that was
 * cancelled before its turn is answered as cancelled.
 */
export function guarded<P, R>(
  log: Log,
  name: string,
  handle: (params: P, token: CancellationToken) => R | null | Promise<R | null>,
): (params: P, token: CancellationToken) => Promise<R | null | ResponseError<void>> {
  return async (params, token) => {
    // A cancellation or an edit that is already on the wire arrives before a synchronous answer is computed.
    await pause();
    if (token.isCancellationRequested) return new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'cancelled');
    try {
      return await handle(params, token);
    } catch (error) {
      log.error(`${name}: ${describe(error)}`);
      return null;
    }
  };
}

export function describe(error: unknown): string {
  if (error instanceof Error) return error.stack ?? error.message;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
