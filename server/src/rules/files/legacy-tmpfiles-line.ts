import { legacyParts } from '../../systemd/tmpfiles/legacy';
import type { Rule } from '../rule';
import { lineFinding, tmpfilesLines } from './tmpfiles-lines';

/** What systemd still understands and no longer describes. */
export const legacyTmpfilesLine: Rule = {
  code: 'legacy-tmpfiles-line',
  title: 'Old form of a line of tmpfiles.d',
  severity: 'info',
  check: (subject) =>
    tmpfilesLines(subject).flatMap((line) =>
      legacyParts(line.slice, subject.systemd).flatMap((fault) =>
        lineFinding(legacyTmpfilesLine, subject, line, fault),
      ),
    ),
};
