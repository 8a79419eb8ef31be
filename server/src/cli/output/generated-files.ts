import type { LinesOf } from '../../base/lines';
import { fileText, type GeneratedFile } from '../../units/generated-file';
import { placeOf } from '../place';
import { GREY, paint } from './pretty';

/** A generated file as `preview` prints it for people: under a header of comments. */
export function fileBlock(file: GeneratedFile, colour: boolean): string {
  const rows = [
    file.path,
    ...(file.context === undefined ? [] : [`in ${file.context}`]),
    ...file.assumptions.map((text) => `assumed: ${text}`),
    ...file.unknowns.map((why) => `not known here: ${why}`),
  ];
  const text = fileText(file);
  const header = rows.map((row) => `# ${row}\n`).join('');
  return `${paint(header, GREY, colour)}${text.endsWith('\n') ? text : `${text}\n`}`;
}

/** A generated file as `preview --json` has it. */
export function fileRow(linesOf: LinesOf, file: GeneratedFile): object {
  const { path, kind, scope, world, context, assumptions, unknowns } = file;
  const lines = file.lines.flatMap(({ pieces }, line) => {
    const [piece] = pieces.filter(({ keys, values }) => keys.length + values.length > 0);
    const origin = piece?.values[0] ?? piece?.keys[0];
    return origin === undefined ? [] : [{ line, ...placeOf(linesOf, origin) }];
  });
  return {
    path,
    type: kind,
    scope,
    kind: world,
    ...(context === undefined ? {} : { context }),
    text: fileText(file),
    lines,
    assumptions,
    unknowns,
  };
}
