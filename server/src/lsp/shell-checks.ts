import type { Host, ProcessResult } from '../base/host';
import { shellQuestions } from '../features/scripts/questions';
import { shellFindings } from '../features/scripts/shell-findings';
import { parseShellCheck, type ShellCheckRequest, type ShellComment } from '../features/scripts/shellcheck';
import type { Snapshot } from '../features/snapshot';
import type { Finding } from '../rules/finding';
import { unsuppressed } from '../rules/suppression';
import type { Log } from './guard';

/** Scripts whose answers are kept. */
const MOST_KNOWN = 500;

export interface ShellChecks {
  /**
   * What ShellCheck says of the scripts of a document, as far as it is known now. For scripts that it was not asked about it is started, and
   * `changed` tells when there is more.
   */
  readonly findings: (snapshot: Snapshot) => readonly Finding[];
  /** Stops what runs for a document. */
  readonly stop: (uri: string) => void;
  /** Looks for the program again, and forgets what it said. */
  readonly reset: () => void;
}

export interface ShellCheckSetup {
  readonly host: Host;
  readonly log: Log;
  readonly enabled: () => boolean;
  readonly ignored: () => readonly string[];
  readonly changed: (uri: string) => void;
}

interface Run {
  readonly wanted: string;
  readonly cancel: AbortController;
}

function keyOf({ argv, cwd, input }: ShellCheckRequest): string {
  return JSON.stringify([argv, cwd, input]);
}

/** What went wrong, in a line. */
function failure(result: ProcessResult): string {
  if (result.kind !== 'exit') return result.message;
  return `shellcheck ended with ${result.code}: ${result.stderr.trim().split('\n')[0] ?? ''}`;
}

/** Runs ShellCheck on the scripts of documents, for one document at a time one script after another, and remembers what it said. */
export function shellChecks({ host, log, enabled, ignored, changed }: ShellCheckSetup): ShellChecks {
  const known = new Map<string, readonly ShellComment[]>();
  const runs = new Map<string, Run>();
  let unusable = false;

  const stop = (uri: string): void => {
    runs.get(uri)?.cancel.abort();
    runs.delete(uri);
  };
  const remember = (key: string, comments: readonly ShellComment[]): void => {
    known.set(key, comments);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  };
  const ask = async (request: ShellCheckRequest, { signal }: AbortController): Promise<boolean> => {
    const result = await host.run({ ...request, signal });
    if (result.kind === 'cancelled') return false;
    const comments = result.kind === 'exit' ? parseShellCheck(result.stdout) : undefined;
    if (comments === undefined) log.error(`ShellCheck: ${failure(result)}.`);
    unusable ||= result.kind === 'missing' || result.kind === 'refused';
    remember(keyOf(request), comments ?? []);
    return !unusable;
  };
  const start = async (uri: string, wanted: string, requests: readonly ShellCheckRequest[]): Promise<void> => {
    stop(uri);
    const run: Run = { wanted, cancel: new AbortController() };
    runs.set(uri, run);
    for (const request of requests) if (!(await ask(request, run.cancel))) break;
    if (runs.get(uri) !== run) return;
    runs.delete(uri);
    changed(uri);
  };

  return {
    stop,
    reset: () => {
      for (const uri of [...runs.keys()]) stop(uri);
      known.clear();
      unusable = false;
    },
    findings: (snapshot) => {
      if (!enabled() || unusable) return [];
      const { uri } = snapshot;
      const { units } = snapshot.analysis();
      const here = shellQuestions(snapshot).filter(({ script: { script } }) =>
        script.pieces.some(({ literal }) => literal.uri === uri),
      );
      const asked = here.map((question) => ({ ...question, key: keyOf(question.request) }));
      const unknown = asked.filter(({ key }) => !known.has(key));
      const wanted = JSON.stringify(unknown.map(({ key }) => key));
      if (unknown.length === 0) stop(uri);
      else if (runs.get(uri)?.wanted !== wanted)
        void start(
          uri,
          wanted,
          unknown.map(({ request }) => request),
        );
      const found = asked.flatMap(({ script, key }) =>
        shellFindings(script, known.get(key) ?? [], units, snapshot.document).filter(
          ({ origin }) => origin.uri === uri,
        ),
      );
      const passed = new Set(ignored());
      return unsuppressed(
        onePerPlace(found).filter(({ code }) => !passed.has(code)),
        snapshot.document,
      );
    },
  };
}

/** A text that several units run is told of once. */
function onePerPlace(found: readonly Finding[]): readonly Finding[] {
  const key = ({ code, origin, message }: Finding): string => JSON.stringify([code, origin, message]);
  return [...new Map(found.map((finding) => [key(finding), finding])).values()];
}
