import type { Problem } from '../../units/analysis';
import { kindMeant } from '../../units/misspelt-kinds';
import type { Finding, Fix } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';

/** `systemd.service.x` for `systemd.services.x`: NixOS refuses it, home-manager may pass over it in silence. */
export const misspeltKind: Rule = {
  code: 'misspelt-kind',
  title: 'Misspelt kind of units',
  severity: 'error',
  check: (subject: Subject) =>
    subject.analysis.problems.flatMap((problem): readonly Finding[] =>
      problem.code === misspeltKind.code
        ? report(misspeltKind, problem.origin, undefined, { message: problem.message, fixes: fixes(subject, problem) })
        : [],
    ),
};

function fixes({ source }: Subject, { origin }: Problem): readonly Fix[] {
  const written = origin && source(origin)?.tree.text.slice(origin.start, origin.end);
  const meant = written === undefined ? undefined : kindMeant(written);
  if (origin === undefined || meant === undefined) return [];
  return [{ title: `Change to ${meant}`, edits: [{ origin, newText: meant }], preferred: true }];
}
