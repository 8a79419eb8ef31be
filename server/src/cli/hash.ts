import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits, type Edit } from '../base/edit';
import { lineMap, positionAt } from '../base/span';
import { committedText } from '../sources/committed';
import { hashEdits, onePerPlace } from '../sources/edit';
import { parseMismatches, pinOfMismatch } from '../sources/log';
import { needsNoHash, type Pin } from '../sources/pin';
import { type NoPlan, type Plan, planFor } from '../sources/plan';
import { DEFAULT_OPTIONS, type PrefetchOptions, type PrefetchResult, prefetchAll } from '../sources/prefetch';
import { pinProblems } from '../sources/problems';
import { textBytes } from '../store/bytes';
import { sri } from '../store/hash';
import { type Io, UsageError } from './command';
import { fetchedRow, type HashRow, rowLine, staleRow, staticRow } from './hash-report';

export interface HashOptions {
  /** `list` says what the texts tell; `check` fetches and compares; `write` also edits. */
  readonly mode: 'list' | 'check' | 'write';
  readonly allowInsecure: boolean;
  readonly json: boolean;
}

/** A text with its pins. */
export interface PinnedFile {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
  readonly pins: readonly Pin[];
  /** The pins that another text of the file would have. */
  readonly pinsIn: (text: string) => readonly Pin[];
}

/** Reads a file, or standard input for `-`; throws `UsageError`. */
export type ReadPins = (name: string) => PinnedFile;

interface Entry {
  readonly file: PinnedFile;
  readonly pin: Pin;
}

/** `FILE:LINE` taken apart, unless a file has just that name. */
function splitLine(io: Io, argument: string): { readonly name: string; readonly line: number | undefined } {
  const [, name, line] = /^(.+):(\d+)$/.exec(argument) ?? [];
  if (name === undefined || io.host.files.stat(path.resolve(io.cwd, argument)) !== undefined)
    return { name: argument, line: undefined };
  return { name, line: Number(line) };
}

/** The innermost pin that touches a line, counted from 1. */
function pinAtLine({ name, text, pins }: PinnedFile, line: number): Pin {
  const map = lineMap(text);
  const touching = pins.filter(
    ({ call }) => positionAt(map, call.start).line < line && positionAt(map, call.end).line >= line - 1,
  );
  const [innermost] = touching.toSorted((a, b) => a.call.end - a.call.start - (b.call.end - b.call.start));
  if (innermost === undefined) throw new UsageError(`${name}: no source is pinned at line ${line}.`);
  return innermost;
}

function entries(io: Io, given: readonly string[], read: ReadPins): readonly Entry[] {
  if (given.length === 0) throw new UsageError('hash needs a file.');
  const files = new Map<string, PinnedFile>();
  return given.flatMap((argument) => {
    const { name, line } = splitLine(io, argument);
    const file = files.get(name) ?? read(name);
    files.set(name, file);
    return (line === undefined ? file.pins : [pinAtLine(file, line)]).map((pin) => ({ file, pin }));
  });
}

function writeEdits(io: Io, file: PinnedFile, edits: readonly Edit[]): void {
  const absolute = path.resolve(io.cwd, file.name);
  if (io.host.files.readText(absolute) !== file.text)
    throw new UsageError(`${file.name}: was changed meanwhile and is left as it is.`);
  try {
    writeFileSync(absolute, textBytes(applyEdits(file.text, edits)));
  } catch (error) {
    throw new UsageError(`${file.name}: cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function fetchAll(
  plans: readonly (Plan | NoPlan)[],
  io: Io,
  options: HashOptions,
): Promise<readonly PrefetchResult[]> {
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  process.once('SIGINT', cancel);
  try {
    const real = plans.flatMap((plan) => (plan.kind === 'plan' ? [plan] : []));
    const prefetching: PrefetchOptions = {
      ...DEFAULT_OPTIONS,
      allowInsecure: options.allowInsecure,
      signal: controller.signal,
    };
    const results = await prefetchAll(real, io.host, prefetching, () => undefined);
    const byPlan = new Map(real.map((plan, index) => [plan, results[index]]));
    return plans.map((plan) =>
      plan.kind === 'plan' ? (byPlan.get(plan) ?? { kind: 'cancelled', message: 'cancelled' }) : plan,
    );
  } finally {
    process.removeListener('SIGINT', cancel);
  }
}

const NOTHING_TO_FETCH: NoPlan = { kind: 'unsupported', message: 'it needs no hash' };

interface Outcome extends Entry {
  readonly row: HashRow;
  readonly edits: readonly Edit[];
}

/** What to write for a pin: nothing when it is right, or when its hash is not written in its own file. */
function editsFor(pin: Pin, row: HashRow, result: PrefetchResult): readonly Edit[] {
  if (row.status === 'ok' || result.kind !== 'hash') return [];
  return (hashEdits(pin, result.hash) ?? []).filter(({ origin }) => origin.uri === pin.uri);
}

function report(io: Io, outcomes: readonly Outcome[], options: HashOptions): void {
  if (options.json) {
    io.out(`${JSON.stringify(outcomes.map(({ row }) => row))}\n`);
    return;
  }
  for (const { row, pin, edits } of outcomes) io.out(rowLine(row, pin, options.mode === 'write' && edits.length > 0));
}

/** The pins whose source changed since the last commit under a hash that did not. */
async function staleSinceCommit(io: Io, files: readonly PinnedFile[]): Promise<ReadonlySet<Pin>> {
  const stale = files.map(async ({ name, pins, pinsIn }) => {
    const committed = await committedText(path.resolve(io.cwd, name), io.host);
    const problems = committed === undefined ? [] : pinProblems(pins, pinsIn(committed));
    return problems.flatMap(({ code, pin }) => (code === 'stale-hash' ? [pin] : []));
  });
  return new Set((await Promise.all(stale)).flat());
}

/** Runs `hash FILE[:LINE]…`: the exit status. */
export async function runHash(given: readonly string[], options: HashOptions, io: Io, read: ReadPins): Promise<number> {
  const all = entries(io, given, read);
  if (options.mode === 'write' && all.some(({ file }) => file.name === '-'))
    throw new UsageError('standard input cannot be written to.');
  if (options.mode === 'list') {
    const rows = all.map(({ file, pin }) => ({ file, pin, edits: [], row: staticRow(pin, file.name, file.text) }));
    report(io, rows, options);
    return 0;
  }
  const plans = all.map(({ pin }): Plan | NoPlan => (needsNoHash(pin) ? NOTHING_TO_FETCH : planFor(pin, options)));
  const results = await fetchAll(plans, io, options);
  const stale = await staleSinceCommit(io, options.mode === 'check' ? [...new Set(all.map(({ file }) => file))] : []);
  const outcomes = all.map(({ file, pin }, index): Outcome => {
    const plan = plans[index] ?? { kind: 'unsupported', message: '' };
    const result = results[index] ?? { kind: 'cancelled', message: 'cancelled' };
    const fetched = needsNoHash(pin)
      ? staticRow(pin, file.name, file.text)
      : fetchedRow(pin, file.name, file.text, plan, result);
    const row = stale.has(pin) ? staleRow(fetched) : fetched;
    return { file, pin, row, edits: options.mode === 'write' ? editsFor(pin, row, result) : [] };
  });
  for (const file of new Set(outcomes.map((outcome) => outcome.file))) {
    const edits = onePerPlace(outcomes.flatMap((outcome) => (outcome.file === file ? outcome.edits : [])));
    if (edits.length > 0) writeEdits(io, file, edits);
  }
  report(io, outcomes, options);
  return outcomes.every(({ row, edits }) => row.status === 'ok' || edits.length > 0) ? 0 : 1;
}

/** Runs `hash --from-log LOG FILE…`: writes what a build log says its sources have; the exit status. */
export function runHashFromLog(log: string, given: readonly string[], io: Io, read: ReadPins): number {
  if (given.length === 0) throw new UsageError('hash --from-log needs a file beside the log.');
  const files = given.map(read);
  const placed = parseMismatches(log).map((mismatch) => {
    const pin = pinOfMismatch(
      mismatch,
      files.flatMap(({ pins }) => pins),
    );
    const file = files.find(({ pins }) => pin !== undefined && pins.includes(pin));
    const edits = pin && hashEdits(pin, mismatch.got);
    return { mismatch, pin, file, edits: edits ?? [] };
  });
  if (placed.length === 0) {
    io.out('no hash mismatch in the log\n');
    return 0;
  }
  for (const file of files) {
    const edits = onePerPlace(placed.flatMap((item) => (item.file === file ? item.edits : [])));
    if (edits.length > 0) writeEdits(io, file, edits);
  }
  for (const { mismatch, pin, file, edits } of placed) {
    const got = sri(mismatch.got);
    if (file === undefined || pin === undefined || edits.length === 0)
      io.out(`${mismatch.subject}: got ${got}, and no pin of the files is clearly meant\n`);
    else {
      const line = positionAt(lineMap(file.text), (pin.hash.literal?.origin ?? pin.call).start).line + 1;
      io.out(`${file.name}:${line}: ${mismatch.subject}: ${pin.hash.attribute.name} is now ${got}\n`);
    }
  }
  return placed.every(({ edits }) => edits.length > 0) ? 0 : 1;
}
