import type { LinesOf } from '../../base/lines';
import { lineMap } from '../../base/span';
import { located, type PreviewLine } from '../preview';
import type { Snapshot } from '../snapshot';
import { languageOf } from './language';
import { type ScriptLink, scriptLinks } from './links';
import { unitScripts } from './list';
import { sourceMap } from './source-map';

/** A generated file as a document. */
export interface ScriptView {
  readonly text: string;
  readonly language: string;
  readonly lines: readonly PreviewLine[];
  readonly links: readonly ScriptLink[];
}

/** The text of a unit's generated file, and where its lines were written; undefined while there is no such file. */
export function scriptView(snapshot: Snapshot, unit: string, key: string, linesOf: LinesOf): ScriptView | undefined {
  const scripts = unitScripts(snapshot.analysis(), unit);
  const script = scripts.find((each) => each.key === key)?.script;
  if (script === undefined) return undefined;
  const map = sourceMap(script, snapshot.document);
  const { starts, length } = lineMap(script.text);
  const lines = starts.flatMap((start, line) =>
    map.origins({ start, end: starts[line + 1] ?? length }).flatMap((origin) => located(origin, line, linesOf)),
  );
  return {
    text: script.text,
    language: languageOf(script.name, script.text),
    lines,
    links: scriptLinks(script.text, scripts),
  };
}
