import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textBytes } from '../../server/src/store/bytes';
import type { Answer } from '../support/nix-oracle';

/**
 * Tables of expressions, one a line, with what Nix gives for each in a file beside: a value as printed, or `error: ` and the message.
 * Of a line that begins with `! ` only the failure counts, not its wording.
 */
export interface CaseTable {
  readonly name: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly expression: string;
  readonly wording: boolean;
}

const CASES = join(import.meta.dirname, 'cases');

/** Where relative paths of the expressions start. */
export const FILES = join(CASES, 'files');

export function caseTables(): readonly CaseTable[] {
  return readdirSync(CASES)
    .filter((file) => file.endsWith('.nix-list'))
    .map((file) => ({ name: file.replace('.nix-list', ''), cases: readCases(file) }));
}

function readCases(file: string): readonly Case[] {
  const lines = readFileSync(join(CASES, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => ({ expression: line.replace(/^! /, ''), wording: !line.startsWith('! ') }));
}

export function expectedFile(table: CaseTable): string {
  return join(CASES, `${table.name}.expected`);
}

/** An answer as one line that is the same on every machine and does not hang on where a lambda stands. */
export function answerLine({ kind, text }: Answer): string {
  const here = new TextDecoder()
    .decode(textBytes(text))
    .replaceAll(FILES, '/pwd')
    .replace(/«(lambda(?: [\w'-]+)?) @ «string»[^»]*»/g, '«$1»')
    .replace(/ already defined at .*$/, ' already defined')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/; did you mean .*\?$/, '');
  return kind === 'value' ? here : `error: ${here}`;
}
