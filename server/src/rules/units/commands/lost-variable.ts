import { quoteString } from '../../../syntax/quote';
import type { Finding, Fix } from '../../finding';
import { isLiteral, literalSpan } from '../../literal';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOf } from '../../unit-entries';
import { type Argument, argumentsOf, type CommandLine, commandLines } from './command-lines';

/**
 * An argument that begins with `$` and is no variable's name: systemd takes all of it for the name of a variable, which there is
 * not, so the argument becomes empty (replace_env_argv in src/basic/env-util.c).
 */
export const lostVariable: Rule = {
  code: 'lost-variable',
  title: 'Argument that becomes empty',
  severity: 'warning',
  check: (subject: Subject) =>
    commandLines(subject)
      .filter(({ command }) => !command.prefixes.text.includes(':'))
      .flatMap((line) => argumentsOf(line).flatMap((argument) => check(subject, line, argument))),
};

function check(subject: Subject, { unit, entry }: CommandLine, argument: Argument): readonly Finding[] {
  const { text } = argument;
  if (!/^\$[^{$(]/.test(text) || /^\$[A-Za-z_]\w*$/.test(text)) return [];
  const name = /^\$([A-Za-z_]\w*)/.exec(text)?.[1] ?? '';
  const place = placeOf(entry);
  const replacement = name === '' ? `$${text}` : `\${${name}}${text.slice(name.length + 1)}`;
  return report(
    lostVariable,
    place && (literalSpan(subject, place, entry.value, argument.start, argument.end) ?? place),
    unit,
    {
      message: `systemd takes all of '${text}' for the name of a variable, so the program gets nothing. Write ${replacement}.`,
      fixes: fix(subject, place, entry.value, argument, replacement),
    },
  );
}

function fix(
  subject: Subject,
  place: Finding['origin'] | undefined,
  value: string,
  { start, end, text, bare }: Argument,
  replacement: string,
): readonly Fix[] {
  if (place === undefined || !isLiteral(subject, place, value) || !(bare || value.slice(start, end) === text))
    return [];
  const newText = quoteString(value.slice(0, start) + replacement + value.slice(end));
  return [{ title: `Change to ${replacement}`, edits: [{ origin: place, newText }], preferred: true }];
}
