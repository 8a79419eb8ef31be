import type { FileSystem } from '../../server/src/base/host';
import { fileUri } from '../../server/src/base/uri';
import { createWorld } from '../../server/src/features/world';
import { EDITOR_LIMITS } from '../../server/src/nix/evaluator';
import type { Runtime } from '../../server/src/nix/runtime';
import { beginRevision } from '../../server/src/nix/runtime';
import type { SyntaxTree } from '../../server/src/syntax/node';
import { analyst, type FileRequest } from '../../server/src/units/analyse';
import type { Analysis, Possible } from '../../server/src/units/analysis';
import { prospector } from '../../server/src/units/possible';
import { testParser } from './parser';

const parser = await testParser();

/** One evaluation of a file, and the steps that it took. */
export interface Evaluated {
  readonly analysis: Analysis;
  readonly steps: number;
}

/** What a file is evaluated in, and its text as it is each time. */
interface Opened {
  readonly rt: Runtime;
  readonly request: FileRequest;
  readonly tree: () => SyntaxTree;
}

/** What conditions that are not known are taken to be. */
type Conditions = ReadonlyMap<string, boolean>;

function opened(
  files: FileSystem,
  path: string,
  incremental: boolean,
  interrupted: () => boolean,
  given?: () => Conditions,
): Opened {
  const { rt, lib, pkgs } = createWorld({
    files,
    parse: parser.parse,
    limits: { ...EDITOR_LIMITS, steps: Number.MAX_SAFE_INTEGER, depth: 2000 },
    interrupted,
    lenient: true,
    keepPieces: true,
    given,
    incremental,
  });
  const request = { path, uri: fileUri(path), lib, pkgs, settings: [], assumeEnabled: true };
  return { rt, request, tree: () => parser.parse(files.readText(path) ?? '') };
}

const NEVER = (): boolean => false;

/** Evaluates a file of a file system again and again, as the files are each time, and under the conditions that are given. */
export function evaluator(
  files: FileSystem,
  path: string,
  incremental: boolean,
  interrupted: () => boolean = NEVER,
): (given?: Conditions) => Evaluated {
  let conditions: Conditions = new Map();
  const { rt, request, tree } = opened(files, path, incremental, interrupted, () => conditions);
  const analyse = analyst(rt, request, tree);
  return (given = new Map()) => {
    conditions = given;
    beginRevision(rt);
    return { analysis: analyse(), steps: rt.steps };
  };
}

/** As `evaluator`, with nothing known from before. */
export function evaluateAnew(files: FileSystem, path: string, given?: Conditions): Evaluated {
  return evaluator(files, path, false)(given);
}

/** What a file declares where its options are set, again and again, and the steps that it took. */
export function prospects(
  files: FileSystem,
  path: string,
  incremental: boolean,
): () => { readonly possible: Possible | undefined; readonly steps: number } {
  const { rt, request, tree } = opened(files, path, incremental, NEVER);
  const compute = prospector(rt, request, tree);
  return () => {
    beginRevision(rt);
    return { possible: compute(), steps: rt.steps };
  };
}
