import { once, onceFor } from '../base/once';
import { lineMap, type Origin } from '../base/span';
import { filePath } from '../base/uri';
import type { Finding } from '../rules/finding';
import { findings } from '../rules/registry';
import type { SourceDocument, Subject } from '../rules/rule';
import { unsuppressed } from '../rules/suppression';
import { findPins } from '../sources/pins';
import type { SyntaxTree } from '../syntax/node';
import type { NixParser } from '../syntax/parser';
import { repair } from '../syntax/repair';
import { newestVersion } from '../systemd/catalogue';
import type { Analysis } from '../units/analysis';
import type { ReleaseRange } from '../units/release';
import { analyseUnitFile, unitOfPath } from '../units/unit-file/analyse';
import { repairUnitFile } from '../units/unit-file/repair';
import { type Evaluation, type EvaluationOptions, evaluation } from './evaluation';
import { type Hosts, hostFinder, hostsOf } from './hosts';
import { rememberingParse } from './parse-memory';
import { pinEvaluator } from './pin-evaluator';
import { pinnedRelease } from './release';
import { settled, type Vary } from './settle';
import type { RepairedSnapshot, Snapshot } from './snapshot';

export interface SessionOptions extends Omit<EvaluationOptions, 'parse'> {
  readonly parser: NixParser;
  /** The systemd version to judge for; when undefined, that of the workspace's NixOS release, else the newest known. */
  readonly systemdVersion: number | undefined;
  /** The codes of findings to pass over in a document. */
  readonly ignoredIn?: ((uri: string) => ReadonlySet<string>) | undefined;
  /** What is known of a document's sources beyond its text. */
  readonly pinFacts?: ((uri: string) => PinFacts | undefined) | undefined;
}

/** What asking git and fetching told of a document's sources. */
export type PinFacts = Pick<Subject, 'committedPins' | 'fetchedHashes'>;

/** A document's text and tree. */
export interface SourceText {
  readonly uri: string;
  readonly text: string;
  readonly tree: SyntaxTree;
}

/** Makes snapshots of documents, all judged and evaluated in one way. */
export interface Session {
  readonly snapshot: (source: SourceText) => Snapshot;
  /** The hosts that a document can be looked at in. */
  readonly hosts: (uri: string) => Hosts;
  /** Whether there is any; told anew when the text of the flake changes. */
  readonly hasHosts: (uri: string) => boolean;
}

export function session(given: SessionOptions): Session {
  const parse = rememberingParse(given.parser.parse);
  const options = { ...given, parse, parser: { ...given.parser, parse } };
  const evaluate = evaluation(options);
  const made: Session = {
    hosts: (uri) => hostsOf(options, uri),
    hasHosts: hostFinder(options),
    snapshot: (source) => {
      const path = filePath(source.uri);
      const pinned = pinnedRelease(options.files, path ?? '/');
      const release = pinned.range;
      // The version that was asked for, else that of the release, else the newest known.
      const systemd = options.systemdVersion ?? pinned.systemd ?? newestVersion;
      const isUnitFile = unitOfPath(path ?? '') !== undefined;
      const evaluateTree: EvaluateTree = (tree) => evaluate(source.uri, tree, release);
      const analysis = once(() => analyseSource(evaluateTree, source));
      const document = sourceReader(options, source);
      const pins = once(() => (isUnitFile ? [] : findPins(source.tree, source.uri, pinEvaluator(options, source.uri))));
      return {
        ...source,
        lines: lineMap(source.text),
        systemd,
        release,
        analysis,
        settled: once(() => settled(analysis(), varying(options, evaluate, source, release))),
        pins,
        findings: once(() =>
          judge(options, source, document, {
            systemd,
            release,
            analysis: analysis(),
            pins: pins(),
            ...options.pinFacts?.(source.uri),
          }),
        ),
        document,
        repairedAt: (offset) => repairedAt(options, evaluateTree, source, offset),
        edited: onceFor((text: string) => made.snapshot({ uri: source.uri, text, tree: parse(text) })),
      };
    },
  };
  return made;
}

/** What is spent on telling what hangs on which condition. */
const VARYING_MS = 1_500;

/** Evaluates a document under other conditions, as long as its time for one evaluation lasts. */
function varying(
  { now, budgetMs }: EvaluationOptions,
  evaluate: Evaluation,
  { uri, tree }: SourceText,
  release: ReleaseRange | undefined,
): Vary {
  const deadline = now() + Math.min(budgetMs, VARYING_MS);
  return (conditions) => (now() > deadline ? undefined : evaluate(uri, tree, release, conditions));
}

type EvaluateTree = (tree: SyntaxTree) => Analysis;

/** A unit file is read as it is, everything else is evaluated. */
function analyseSource(evaluate: EvaluateTree, source: SourceText): Analysis {
  const path = filePath(source.uri) ?? '';
  const file = unitOfPath(path);
  return file === undefined ? evaluate(source.tree) : analyseUnitFile(source.uri, path, source.text, file);
}

function judge(
  options: SessionOptions,
  document: SourceText,
  sourceOf: Snapshot['document'],
  judged: Omit<Subject, 'uri' | 'source'>,
): readonly Finding[] {
  const found = findings({ ...judged, uri: document.uri, source: ({ uri }: Origin) => sourceOf(uri) });
  const uris = new Set(found.map(({ origin }) => origin.uri));
  const ignored = new Map([...uris].map((uri) => [uri, options.ignoredIn?.(uri)]));
  const documentOf = (uri: string): SourceDocument | undefined => (uri === document.uri ? document : sourceOf(uri));
  return unsuppressed(
    found.filter(({ code, origin }) => ignored.get(origin.uri)?.has(code) !== true),
    documentOf,
  );
}

/** The Nix sources that a document reads, itself included, each parsed once. */
function sourceReader(options: SessionOptions, document: SourceText): Snapshot['document'] {
  const isUnitFile = unitOfPath(filePath(document.uri) ?? '') !== undefined;
  const sources = new Map<string, SourceDocument | undefined>([[document.uri, isUnitFile ? undefined : document]]);
  return (uri) => {
    if (!sources.has(uri)) sources.set(uri, read(options, uri));
    return sources.get(uri);
  };
}

function read({ files, parser }: SessionOptions, uri: string): SourceDocument | undefined {
  const path = filePath(uri);
  const text = path === undefined ? undefined : files.readText(path);
  return text === undefined ? undefined : { uri, tree: parser.parse(text) };
}

function repairedAt(
  options: SessionOptions,
  evaluate: EvaluateTree,
  source: SourceText,
  offset: number,
): RepairedSnapshot {
  if (unitOfPath(filePath(source.uri) ?? '') !== undefined) {
    const text = repairUnitFile(source.text, offset);
    return { tree: source.tree, offset, analysis: analyseSource(evaluate, { ...source, text }) };
  }
  const { tree, offset: cursor } = repair(options.parser, source.text, offset);
  return { tree, offset: cursor, analysis: evaluate(tree) };
}
