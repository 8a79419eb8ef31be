import type { UnitScript } from './list';

/** A piece of a line that names a generated file, to be opened. */
export interface ScriptLink {
  readonly line: number;
  /** UTF-16 columns. */
  readonly start: number;
  readonly end: number;
  readonly unit: string;
  readonly script: string;
}

/** What may follow in a longer path of which this one is the beginning. */
const GOES_ON = /[\w+\-.?=/]/;

/** The files whose path no other file has: only of these it is certain which one a line names. */
function unmistakable(scripts: readonly UnitScript[]): readonly UnitScript[] {
  return scripts.filter(({ script }) => scripts.filter((other) => other.script.path === script.path).length === 1);
}

/** The places of a text that name generated files of a unit. */
export function scriptLinks(text: string, scripts: readonly UnitScript[]): readonly ScriptLink[] {
  const named = unmistakable(scripts);
  return text
    .split('\n')
    .flatMap((row, line) =>
      named.flatMap(({ unit, key, script: { path } }) =>
        places(row, path).map((start) => ({ line, start, end: start + path.length, unit, script: key })),
      ),
    );
}

function places(row: string, path: string): readonly number[] {
  const found: number[] = [];
  for (let at = row.indexOf(path); at >= 0; at = row.indexOf(path, at + 1)) {
    if (!GOES_ON.test(row.charAt(at + path.length))) found.push(at);
  }
  return found;
}
