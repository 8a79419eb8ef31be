import { readFileSync } from 'node:fs';
import { fileUri } from '../../server/src/base/uri';
import { nodeHost } from '../../server/src/cli/host-node';
import { session } from '../../server/src/features/session';
import type { NixParser } from '../../server/src/syntax/parser';
import type { Analysis } from '../../server/src/units/analysis';

const DEPTH = 5_000;

/** A file as the command looks at it alone, with a budget in milliseconds. */
export function analysisOfFile(parser: NixParser, path: string, budgetMs: number): Analysis {
  const text = readFileSync(path, 'utf8');
  const { files, now } = nodeHost({ trusted: false });
  const opened = session({
    parser,
    files,
    now,
    systemdVersion: undefined,
    assumeEnabled: true,
    budgetMs,
    depth: DEPTH,
  });
  return opened.snapshot({ uri: fileUri(path), text, tree: parser.parse(text) }).analysis();
}

/** The lines that only one of two texts has, each marked with the one that has it. */
export function difference(previewed: string, real: string): string {
  const left = previewed.split('\n');
  const right = real.split('\n');
  const only = (lines: readonly string[], others: readonly string[], mark: string): readonly string[] =>
    lines.filter((line) => !others.includes(line)).map((line) => `${mark} ${line}`);
  const lines = [...only(left, right, 'preview:'), ...only(right, left, 'real:   ')];
  return lines.length === 0 ? 'the order of lines' : lines.join('\n');
}

/** A text moved in below a headline. */
export function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
