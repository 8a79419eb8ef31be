import { checkTmpfilesLine } from '../../systemd/tmpfiles/check';
import type { Rule } from '../rule';
import { lineFinding, tmpfilesLines } from './tmpfiles-lines';

/** A line that systemd-tmpfiles passes over: what it is to create, remove or clean stays as it is. */
export const invalidTmpfilesLine: Rule = {
  code: 'invalid-tmpfiles-line',
  title: 'Invalid line of tmpfiles.d',
  severity: 'warning',
  check: (subject) =>
    tmpfilesLines(subject).flatMap((line) => {
      const verdict = checkTmpfilesLine(line.slice, subject.systemd);
      return verdict.ok ? [] : lineFinding(invalidTmpfilesLine, subject, line, verdict);
    }),
};
