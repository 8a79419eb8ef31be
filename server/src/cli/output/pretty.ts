import type { Severity } from '../../rules/finding';
import type { Located } from './located';

const COLOUR: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, hint: 90 };
const BOLD = 1;

/** For what is said beside a result. */
export const GREY = 90;

/** Wraps a text in an ANSI colour, where colours are wanted. */
export function paint(text: string, code: number, colour: boolean): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** `file:line:column: severity: message [code]`, lines and columns from 1, then a line for each fix. */
export function pretty(findings: readonly Located[], colour: boolean): string {
  return findings
    .map(({ file, range, finding }) => {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
      const severity = paint(finding.severity, COLOUR[finding.severity], colour);
      const fixes = finding.fixes.map(({ title }) => `    fix: ${title}\n`).join('');
      return `${paint(place, BOLD, colour)}: ${severity}: ${finding.message} [${finding.code}]\n${fixes}`;
    })
    .join('');
}
