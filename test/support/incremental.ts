import type { FileSystem } from '../../server/src/base/host';
import { fileUri } from '../../server/src/base/uri';
import { createWorld } from '../../server/src/features/world';
import { EDITOR_LIMITS } from '../../server/src/nix/evaluator';
import { beginRevision } from '../../server/src/nix/runtime';
import { analyst } from '../../server/src/units/analyse';
import type { Analysis } from '../../server/src/units/analysis';
import { testParser } from './parser';

const parser = await testParser();

/** One evaluation of a file, and the steps that it took. */
export interface Evaluated {
  readonly analysis: Analysis;
  readonly steps: number;
}

/** Evaluates a file of a file system again and again, as the files are each time. */
export function evaluator(
  files: FileSystem,
  path: string,
  incremental: boolean,
  interrupted: () => boolean = () => false,
): () => Evaluated {
  const { rt, lib, pkgs } = createWorld({
    files,
    parse: parser.parse,
    limits: { ...EDITOR_LIMITS, steps: Number.MAX_SAFE_INTEGER, depth: 2000 },
    interrupted,
    lenient: true,
    keepPieces: true,
    incremental,
  });
  const request = { path, uri: fileUri(path), lib, pkgs, settings: [], assumeEnabled: true };
  const analyse = analyst(rt, request, () => parser.parse(files.readText(path) ?? ''));
  return () => {
    beginRevision(rt);
    return { analysis: analyse(), steps: rt.steps };
  };
}

/** As `evaluator`, with nothing known from before. */
export function evaluateAnew(files: FileSystem, path: string): Evaluated {
  return evaluator(files, path, false)();
}
