import type { FileSystem } from '../base/host';
import { lineMap, type Origin, positionAt } from '../base/span';
import type { SyntaxTree } from '../syntax/node';
import { baseScope } from './builtins';
import { byteLength } from './bytes';
import { type Compiled, compile } from './compile/compile';
import type { Source } from './compile/compiler';
import { Env } from './compile/env';
import { compileOnce } from './compile/remembered';
import { leavesOf } from './conditions';
import { NixError } from './errors';
import { canonicalPath, dirName } from './paths';
import { recordedFiles } from './recorded-files';
import { Recorder } from './recorder';
import { assumptions, type Limits, type Place, type Runtime, type TextSource } from './runtime';
import { delay } from './thunk';
import type { Lazy, Value } from './value';

/** Enough for what a person waits for at a prompt. */
export const COMMAND_LIMITS: Limits = { steps: 2_000_000_000, depth: 100_000, output: 256 * 1024 * 1024 };

/** For an evaluation in an editor, on a stack of the usual size; the clock is the caller's `interrupted`. */
export const EDITOR_LIMITS: Limits = { steps: 3_000_000, depth: 1_000, output: 16 * 1024 * 1024 };

export interface RuntimeOptions {
  readonly files: FileSystem;
  /** Parses a text; callers that see a text again may answer from memory. */
  readonly parse: (text: string) => SyntaxTree;
  readonly limits?: Limits | undefined;
  /** What to assume of unknown conditions, by their text, asked for in each revision; the likelier value of the others. */
  readonly given?: (() => ReadonlyMap<string, boolean>) | undefined;
  /** Further variables that every expression has in scope. */
  readonly globals?: ReadonlyMap<string, Lazy> | undefined;
  /** Files that are known by their search name: `nixpkgs/lib` for `<nixpkgs/lib>`. */
  readonly findFile?: ((rt: Runtime, name: string) => Lazy | undefined) | undefined;
  /** What importing a path gives that is no file: a source that is known natively. */
  readonly importNative?: ((rt: Runtime, path: string) => Lazy | undefined) | undefined;
  /** What importing a path inside a fetched source gives, by the source's URL: that of nixpkgs is known natively. */
  readonly importFetched?: ((rt: Runtime, url: string, subpath: string) => Lazy | undefined) | undefined;
  readonly interrupted?: (() => boolean) | undefined;
  readonly trace?: ((message: string) => void) | undefined;
  /** Environment variables; without it there are none. */
  readonly getEnv?: ((name: string) => string | undefined) | undefined;
  /** What `~` stands for. */
  readonly home?: string | undefined;
  /** The document's URI of a path; `file://` before it when absent. */
  readonly uriOf?: ((path: string) => string) | undefined;
  /**
   * Evaluate in spite of errors that Nix finds beforehand: only what they concern fails then. For an editor, where one mistake should not
   * hide the rest; whoever wants to report them asks `checkText`.
   */
  readonly lenient?: boolean | undefined;
  /** Keep what strings are joined from, for `textPieces`; takes memory. */
  readonly keepPieces?: boolean | undefined;
  /** Evaluate again as files change (`beginRevision`), each time only what hangs on the change. */
  readonly incremental?: boolean | undefined;
}

/** Makes a runtime. Files are read, parsed and evaluated once each; another runtime, or another revision of this one, sees a change. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { parse } = options;
  const recorder = new Recorder(options.incremental === true);
  const read = recorder.scoped(() => new Set<string>());
  const files = recordedFiles(options.files, recorder, (path) => read().add(path));
  const decisions = recorder.scoped(() => assumptions(options.given?.()));
  const imported = new Map<string, Lazy>();
  const sources = new Map<string, Source>();
  const uriOf = options.uriOf ?? ((path: string) => `file://${encodeURI(path)}`);
  const globals = options.globals ?? new Map<string, Lazy>();

  const compileSource = (source: Source, tree: SyntaxTree, scope: ReadonlyMap<string, Lazy> | undefined): Compiled => {
    sources.set(source.uri, source);
    if (scope === undefined && options.globals === undefined) return compileOnce(tree, source);
    return compile(tree, source, (name) => scope?.get(name) ?? globals.get(name) ?? baseScope.get(name));
  };
  const run = (compiled: Compiled): Value => {
    const [first] = compiled.errors;
    if (first !== undefined && options.lenient !== true) throw first;
    return compiled.code(new Env(undefined, []), rt);
  };
  const compileText = (text: string, { uri, folder, path, tree, scope }: TextSource): Compiled => {
    const source: Source = { uri, folder, path, home: options.home, text };
    return compileSource(source, tree ?? parse(text), scope);
  };
  const runFile = (asked: string, scope?: ReadonlyMap<string, Lazy>): Value => {
    const path = fileOf(files, asked);
    const text = files.readText(path);
    if (text === undefined) throw new NixError('eval', `path '${path}' does not exist`);
    return run(compileText(text, { uri: uriOf(path), folder: dirName(path), path, scope }));
  };

  const rt: Runtime = {
    files,
    recorder,
    read: { has: (path) => recorder.read(() => read().has(path)), paths: () => [...read()] },
    limits: options.limits ?? EDITOR_LIMITS,
    assumptions: {
      decide: (condition) =>
        recorder.assume(
          () => decisions().decide(condition),
          () => leavesOf(condition).map((leaf) => `${leaf.why} = ${decisions().decide(leaf)}`),
        ),
      suppose: (why, value) => recorder.assume(NOTHING, () => [`${why} = ${value}`]),
      made: () => decisions().made(),
    },
    keepsPieces: options.keepPieces === true,
    interrupted: options.interrupted ?? (() => false),
    trace: options.trace ?? (() => undefined),
    getEnv: (name) => options.getEnv?.(name) ?? '',
    findFile: (name) => options.findFile?.(rt, name),
    importFile: (path) => {
      const known = imported.get(path);
      if (known !== undefined) return known;
      const lazy = options.importNative?.(rt, path) ?? delay(rt, () => runFile(path));
      imported.set(path, lazy);
      return lazy;
    },
    importFetched: (url, subpath) => options.importFetched?.(rt, url, subpath),
    scopedImport: (path, { entries }) => runFile(path, new Map([...entries].map(([name, { value }]) => [name, value]))),
    evaluate: (text, source) => delay(rt, () => run(compileText(text, source))),
    check: (text, source) => {
      try {
        return compileText(text, source).errors;
      } catch (signal) {
        if (signal instanceof RangeError) return [tooDeep(source)];
        throw signal;
      }
    },
    place: (origin) => placeOf(sources.get(origin.uri), origin),
    regexes: new Map(),
    steps: 0,
    depth: 0,
  };
  return rt;
}

const NOTHING = (): undefined => undefined;

/** For a text whose expressions nest deeper than the engine's stack carries. */
function tooDeep({ uri }: TextSource): NixError {
  return new NixError('syntax', 'nested too deeply to be checked', { uri, start: 0, end: 0 });
}

/** The file that importing a path reads: a folder's `default.nix`. */
function fileOf(files: FileSystem, path: string): string {
  const type = files.stat(path);
  const folder = type === 'directory' || (type === 'symlink' && files.readDir(path) !== undefined);
  return folder ? canonicalPath(`${path}/default.nix`) : path;
}

function placeOf(source: Source | undefined, { start }: Origin): Place | undefined {
  if (source?.path === undefined) return undefined;
  const map = lineMap(source.text);
  const { line, character } = positionAt(map, start);
  const before = source.text.slice(start - character, start);
  return { file: source.path, line: line + 1, column: byteLength(before) + 1 };
}

/** A text's value. Errors that Nix finds before it evaluates are thrown when it is forced, unless the runtime is lenient. */
export function evaluateText(rt: Runtime, text: string, source: TextSource): Lazy {
  return rt.evaluate(text, source);
}

/** A file's value, by absolute path. */
export function evaluateFile(rt: Runtime, path: string): Lazy {
  return rt.importFile(path);
}

/** What Nix refuses in a text before it evaluates: syntax, undefined variables, attributes given twice. */
export function checkText(rt: Runtime, text: string, source: TextSource): readonly NixError[] {
  return rt.check(text, source);
}
