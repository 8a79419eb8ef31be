import { idleFields } from '../../systemd/tmpfiles/check';
import type { Rule } from '../rule';
import { lineFinding, tmpfilesLines } from './tmpfiles-lines';

/** A field that the type of its line makes no use of. */
export const idleTmpfilesField: Rule = {
  code: 'idle-tmpfiles-field',
  title: 'Field of tmpfiles.d without effect',
  severity: 'hint',
  check: (subject) =>
    tmpfilesLines(subject).flatMap((line) =>
      idleFields(line.slice, subject.systemd).flatMap((fault) => lineFinding(idleTmpfilesField, subject, line, fault)),
    ),
};
