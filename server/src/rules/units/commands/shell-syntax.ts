import type { Finding, Fix } from '../../finding';
import { literalSpan } from '../../literal';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOf } from '../../unit-entries';
import { moveBinding, setName } from '../move-fix';
import { type Argument, argumentsOf, type CommandLine, commandLines } from './command-lines';

/** Shell syntax in an Exec line: systemd runs no shell, so the program gets it as an argument. */
export const shellSyntax: Rule = {
  code: 'shell-syntax',
  title: 'Shell syntax without a shell',
  severity: 'warning',
  check: (subject: Subject) => commandLines(subject).flatMap((line) => check(subject, line)),
};

const OPERATOR = /^(\|\|?|&&?|<)$/;
const REDIRECTION = /^(\d?|&)>>?(&\d)?(\/.*)?$/;
const SUBSTITUTION = /^(\$\(|`)/;
const HOME = /^~\//;

function check(subject: Subject, line: CommandLine): readonly Finding[] {
  if (line.command.prefixes.text.includes('|')) return [];
  const found = argumentsOf(line).find(
    ({ text, bare }) =>
      bare && (OPERATOR.test(text) || REDIRECTION.test(text) || SUBSTITUTION.test(text) || HOME.test(text)),
  );
  return found === undefined ? [] : finding(subject, line, found);
}

function finding(subject: Subject, line: CommandLine, { text, start, end }: Argument): readonly Finding[] {
  const { unit, entry, command } = line;
  const place = placeOf(entry);
  const home = HOME.test(text);
  const program = command.program.text.split('/').at(-1);
  const advice = home ? 'Write %h for the home directory.' : 'Put the command into a script.';
  return report(shellSyntax, place && (literalSpan(subject, place, entry.value, start, end) ?? place), unit, {
    message: `${entry.key}= runs no shell: ${program} gets '${text}' as an argument. ${advice}`,
    fixes: home ? [] : scriptFix(subject, line),
  });
}

/** The command as the text of NixOS's `script`, which a shell runs. */
function scriptFix(subject: Subject, { unit, entry, command }: CommandLine): readonly Fix[] {
  const [key] = entry.keys;
  const plain = command.prefixes.text === '' && entry.key === 'ExecStart' && unit.world === 'nixos';
  if (!plain || key === undefined || subject.source(key)?.tree.text.slice(key.start, key.end) !== entry.key) return [];
  const edits = moveBinding(subject, key, setName(unit.world, entry.section), 'script');
  return edits === undefined ? [] : [{ title: 'Move to the option script', edits, preferred: false }];
}
