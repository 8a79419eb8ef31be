import type { FileSystem } from '../base/host';
import type { Origin } from '../base/span';
import type { SyntaxTree } from '../syntax/node';
import { BudgetSignal, type NixError } from './errors';
import type { Recorder } from './recorder';
import type { Program } from './regex/program';
import type { Attrs, Lazy, Unknown, Value } from './value';

export interface Limits {
  /** Thunks forced and functions applied. */
  readonly steps: number;
  /** Nested forces and applications; keep it below what the thread's stack carries. */
  readonly depth: number;
  /** Length of a single string; elements of a list count for more, see `checkItems`. */
  readonly output: number;
}

/** Decides unknown conditions, once each, and remembers what was assumed. */
export interface Assumptions {
  readonly decide: (condition: Unknown) => boolean;
  /** Notes that something was taken to have a value; `value` is how Nix writes it. */
  readonly suppose: (why: string, value: string) => void;
  /** What was assumed so far: the leaf's text and the value it was taken to have. */
  readonly made: () => ReadonlyMap<string, boolean>;
}

export interface ReadFiles {
  readonly has: (path: string) => boolean;
  readonly paths: () => readonly string[];
}

/** A place as Nix gives it: a file, a line and a column, both from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a text comes from. */
export interface TextSource {
  readonly uri: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** The file that the text stands for. */
  readonly path?: string | undefined;
  /** The text, parsed already. */
  readonly tree?: SyntaxTree | undefined;
  /** Further variables in scope. */
  readonly scope?: ReadonlyMap<string, Lazy> | undefined;
}

/** What an evaluation runs on. The counters, the record and the compiled expressions are its only mutable part. */
export interface Runtime {
  readonly files: FileSystem;
  /** What computations asked of what may change, so that a later revision reuses them. */
  readonly recorder: Recorder;
  /** The files whose contents were asked for so far, missing ones included, by absolute path. */
  readonly read: ReadFiles;
  readonly limits: Limits;
  readonly assumptions: Assumptions;
  /** Whether joined strings keep what they were joined from, so that their pieces can be found in the source. */
  readonly keepsPieces: boolean;
  /** True when the run should stop; asked now and then (a clock or a shared flag behind it is the caller's). */
  readonly interrupted: () => boolean;
  /** Imports a file: parsed, evaluated once, by absolute path. */
  readonly importFile: (path: string) => Lazy;
  /** The value of a text; errors that Nix finds beforehand are thrown when it is forced. */
  readonly evaluate: (text: string, source: TextSource) => Lazy;
  /** The errors that Nix finds in a text before it evaluates. */
  readonly check: (text: string, source: TextSource) => readonly NixError[];
  /** What importing a path inside a fetched source gives, by the source's URL; undefined when nothing is known of it. */
  readonly importFetched: (url: string, subpath: string) => Lazy | undefined;
  /** Evaluates a file anew, with further variables in scope: `builtins.scopedImport`. */
  readonly scopedImport: (path: string, scope: Attrs) => Value;
  /** Resolves `<name>`; undefined when nothing is known of it. */
  readonly findFile: (name: string) => Lazy | undefined;
  /** The file, line and column of an origin; undefined for a text without a file. */
  readonly place: (origin: Origin) => Place | undefined;
  /** What `builtins.getEnv` gives. */
  readonly getEnv: (name: string) => string;
  /** Called by `builtins.trace` and `warn`. */
  readonly trace: (message: string) => void;
  /** Regular expressions compiled so far; undefined for a malformed one. */
  readonly regexes: Map<string, Program | undefined>;
  steps: number;
  depth: number;
}

/** Begins a run over the files as they are now, with its own budget; what an earlier one computed is reused where nothing changed. */
export function beginRevision(rt: Runtime): void {
  rt.recorder.next();
  rt.steps = 0;
  rt.depth = 0;
}

const INTERRUPT_EVERY = 4096;

/** Counts one step; throws `BudgetSignal` when the run is over its budget. */
export function step(rt: Runtime): void {
  rt.steps++;
  if (rt.steps > rt.limits.steps) throw new BudgetSignal('steps');
  if ((rt.steps & (INTERRUPT_EVERY - 1)) === 0 && rt.interrupted()) throw new BudgetSignal('time');
}

/**
 * Counts an application or a force that nests. Whoever catches a signal puts `rt.depth` back to what it was, so nobody needs a
 * `finally` for leaving.
 */
export function enter(rt: Runtime): void {
  step(rt);
  rt.depth++;
  if (rt.depth > rt.limits.depth) throw new BudgetSignal('depth');
}

/** What an element of a list counts for: about the bytes that it takes, while a string counts its characters. */
const ITEM_WEIGHT = 32;

/** Refuses lists that are too long. */
export function checkItems(rt: Runtime, count: number): void {
  checkOutput(rt, count * ITEM_WEIGHT);
}

/** Refuses strings that are too long. */
export function checkOutput(rt: Runtime, length: number): void {
  if (length > rt.limits.output) throw new BudgetSignal('output');
}

/** Decides a condition from assumptions: those given, else the likelier value of each leaf. */
export function assumptions(given: ReadonlyMap<string, boolean> = new Map()): Omit<Assumptions, 'suppose'> {
  const made = new Map<string, boolean>();
  const decide = ({ why, condition }: Unknown): boolean => {
    switch (condition.op) {
      case 'not':
        return !decide(condition.of);
      case 'and':
        return decide(condition.left) && decide(condition.right);
      case 'or':
        return decide(condition.left) || decide(condition.right);
      case 'leaf': {
        const known = made.get(why) ?? given.get(why) ?? condition.likely;
        made.set(why, known);
        return known;
      }
    }
  };
  return { decide, made: () => made };
}
