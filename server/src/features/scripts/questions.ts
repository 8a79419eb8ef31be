import type { Snapshot } from '../snapshot';
import { type UnitScript, unitScripts } from './list';
import { type ShellCheckRequest, shellCheckRequest } from './shellcheck';

/** A script, and how ShellCheck is asked about it. */
export interface ShellQuestion {
  readonly script: UnitScript;
  readonly request: ShellCheckRequest;
}

/** The shell scripts of a document's units of which something was written in a literal. */
export function shellQuestions(snapshot: Snapshot): readonly ShellQuestion[] {
  return unitScripts(snapshot.analysis()).flatMap((script) => {
    const request = script.script.pieces.length > 0 ? shellCheckRequest(script, snapshot.uri) : undefined;
    return request === undefined ? [] : [{ script, request }];
  });
}
