import type { FileSystem } from '../base/host';
import { once } from '../base/once';
import { filePath } from '../base/uri';
import { BudgetSignal } from '../nix/errors';
import { EDITOR_LIMITS } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import { beginRevision, type Runtime } from '../nix/runtime';
import type { SyntaxTree } from '../syntax/node';
import { analyst, type FileRequest } from '../units/analyse';
import { type Analysis, emptyAnalysis, type Possible } from '../units/analysis';
import { prospector } from '../units/possible';
import type { ReleaseRange } from '../units/release';
import { setting } from './setting';
import { type View, viewKey } from './view';
import { createWorld } from './world';

export interface EvaluationOptions {
  readonly files: FileSystem;
  readonly parse: (text: string) => SyntaxTree;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly assumeEnabled: boolean;
  /** Options set from outside, as paths and texts: `services.foo.port` and `8080`. */
  readonly overrides?: ReadonlyMap<string, string>;
  /** The host to look at files in, as `nixosConfigurations` of their flake has it; files are looked at alone where undefined. */
  readonly context?: string | undefined;
  /** What conditions that are not known are taken to be. */
  readonly conditions?: Conditions;
  /** How single documents are looked at, where that differs. */
  readonly viewOf?: ((uri: string) => View) | undefined;
  /** Leave the modules that a file imports unread. */
  readonly alone?: boolean;
  /** What the store calls nixpkgs; `source` where undefined. */
  readonly nixpkgsName?: string | undefined;
  /** Whether scripts are to lead to their source, line by line. */
  readonly keepPieces?: boolean;
  /** Longest time of one evaluation. */
  readonly budgetMs: number;
  /** Deepest nesting of one evaluation; what the thread's stack carries. */
  readonly depth: number;
  /** Whether what was computed is kept, within bounds, so that the next evaluation computes only what changed. */
  readonly incremental?: boolean;
}

/** A whole host takes longer than a module; whoever picks one waits for it. */
const HOST_BUDGET_MS = 3_000;

/** What conditions that are not known are taken to be. */
type Conditions = ReadonlyMap<string, boolean>;

/**
 * Evaluates a document's text for releases of NixOS, with the files that it reads as they are now; `varied` are conditions that are taken
 * to be otherwise than is chosen for the document.
 */
export type Evaluation = (
  uri: string,
  tree: SyntaxTree,
  release: ReleaseRange | undefined,
  varied?: Conditions,
) => Analysis;

const AS_CHOSEN: Conditions = new Map();

function pathOf(uri: string): string {
  return filePath(uri) ?? '/untitled.nix';
}

/** The text that a document has for the moment, what is taken to be otherwise, and when its evaluation has to end. */
interface Moment {
  readonly tree: SyntaxTree;
  readonly varied: Conditions;
  readonly deadline: number;
}

/** A world in which a document is evaluated. */
function opened(
  options: EvaluationOptions,
  uri: string,
  view: View,
  release: ReleaseRange | undefined,
  at: Moment,
): { readonly rt: Runtime; readonly request: FileRequest } {
  const { files, now, assumeEnabled, alone, incremental } = options;
  const { context, asImported, options: overrides, conditions } = view;
  const path = pathOf(uri);
  const readText = (file: string): string | undefined => (file === path ? at.tree.text : files.readText(file));
  const { rt, lib, pkgs } = createWorld({
    files: { ...files, readText },
    parse: options.parse,
    limits: { ...EDITOR_LIMITS, steps: Number.MAX_SAFE_INTEGER, depth: options.depth },
    interrupted: () => now() > at.deadline,
    lenient: true,
    nixpkgsName: options.nixpkgsName,
    keepPieces: options.keepPieces,
    given: () => new Map([...conditions, ...at.varied]),
    incremental,
  });
  const settings = [...overrides].map(([name, given]) => setting(rt, { lib, pkgs }, dirName(path), name, given));
  const onlyIfImported = asImported === false;
  const request = { path, uri, lib, pkgs, settings, assumeEnabled, context, onlyIfImported, alone, release };
  return { rt, request };
}

/** Files that read more than this are configurations of machines, or lists of modules that are looked at by themselves. */
const MOST_FILES = 40;

/** A document that is evaluated again and again. */
interface Evaluated {
  readonly analyse: (tree: SyntaxTree, varied: Conditions) => Analysis;
  readonly possible: (tree: SyntaxTree) => Possible | undefined;
  /** How many answers are kept for the next time. */
  readonly answers: () => number;
}

/** Computations of a document that reuse what they computed for its last text. */
interface Computed<T> {
  /** `instead` gives what stands for a result that took too long. */
  readonly compute: (tree: SyntaxTree, varied: Conditions, instead: (signal: BudgetSignal) => T) => T;
  readonly answers: () => number;
}

function again<T>(
  options: EvaluationOptions,
  uri: string,
  view: View,
  release: ReleaseRange | undefined,
  first: SyntaxTree,
  computation: (rt: Runtime, request: FileRequest, tree: () => SyntaxTree) => () => T,
): Computed<T> {
  const at = { tree: first, varied: AS_CHOSEN, deadline: 0 };
  const { rt, request } = opened(options, uri, view, release, at);
  const next = computation(rt, request, () => at.tree);
  const budgetMs = view.context === undefined ? options.budgetMs : Math.max(options.budgetMs, HOST_BUDGET_MS);
  const compute: Computed<T>['compute'] = (tree, varied, instead) => {
    at.tree = tree;
    at.varied = varied;
    at.deadline = options.now() + budgetMs;
    beginRevision(rt);
    try {
      return next();
    } catch (signal) {
      if (signal instanceof BudgetSignal) return instead(signal);
      throw signal;
    }
  };
  return { compute, answers: () => rt.recorder.answers };
}

function forDocument(
  options: EvaluationOptions,
  uri: string,
  view: View,
  release: ReleaseRange | undefined,
  first: SyntaxTree,
): Evaluated {
  const main = again(options, uri, view, release, first, analyst);
  // It has a world of its own, so that nothing of it counts as assumed elsewhere.
  let further: Computed<Possible | undefined> | undefined;
  return {
    analyse: (tree, varied) => main.compute(tree, varied, (signal) => overBudget(uri, pathOf(uri), signal)),
    possible: (tree) => {
      further ??= again(options, uri, view, release, tree, prospector);
      return further.compute(tree, AS_CHOSEN, () => undefined);
    },
    answers: () => main.answers() + (further?.answers() ?? 0),
  };
}

function overBudget(uri: string, path: string, { resource }: BudgetSignal): Analysis {
  const message = `The units of this file were not computed: it takes too much ${resource} to evaluate.`;
  const origin = { uri, start: 0, end: 0 };
  return { ...emptyAnalysis(path), problems: [{ code: 'budget', message, origin }] };
}

/** How a document is looked at: as was chosen for it, else as all are. */
function viewFor({ viewOf, context, overrides, conditions }: EvaluationOptions, uri: string): View {
  const all: View = { context, asImported: true, options: overrides ?? new Map(), conditions: conditions ?? new Map() };
  return viewOf?.(uri) ?? all;
}

/** Answers that are kept over all documents: about 300 bytes each with what they lead to. A host of 400 services has half a million. */
const MOST_ANSWERS = 1_000_000;

/** Evaluates documents; those seen last are kept, as far as there is room. */
export function evaluation(options: EvaluationOptions): Evaluation {
  const documents = new Map<string, Evaluated>();
  const keep = (key: string, document: Evaluated): void => {
    documents.delete(key);
    if (options.incremental !== true) return;
    documents.set(key, document);
    let room = MOST_ANSWERS;
    for (const [each, { answers }] of [...documents].toReversed()) {
      room -= answers();
      if (room < 0) documents.delete(each);
    }
  };
  return (uri, tree, release, varied = AS_CHOSEN) => {
    const view = viewFor(options, uri);
    const key = `${uri} ${release?.from} ${release?.to} ${viewKey(view)}`;
    const document = documents.get(key) ?? forDocument(options, uri, view, release, tree);
    const analysis = document.analyse(tree, varied);
    keep(key, document);
    if (view.context !== undefined || analysis.files.length > MOST_FILES) return analysis;
    return { ...analysis, possible: once(() => document.possible(tree)) };
  };
}
