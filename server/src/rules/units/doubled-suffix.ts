import type { Origin } from '../../base/span';
import { hasUnknownPiece } from '../../nix/text';
import { quoteAttrName } from '../../syntax/quote';
import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { writtenUnits } from '../unit-entries';

/** `systemd.services."x.service"`: the name gets its suffix from the option, so the unit is called x.service.service. */
export const doubledSuffix: Rule = {
  code: 'doubled-suffix',
  title: 'Unit name with two suffixes',
  severity: 'warning',
  check: (subject: Subject) => writtenUnits(subject.analysis).flatMap((unit) => check(subject, unit)),
};

function check(subject: Subject, unit: Unit): readonly Finding[] {
  const suffix = `.${unit.type}`;
  if (!unit.name.endsWith(suffix + suffix) || hasUnknownPiece(unit.name)) return [];
  const written = unit.name.slice(0, -suffix.length);
  const name = written.slice(0, -suffix.length);
  const message = `This unit is called ${unit.name}: the suffix comes from the option, so write ${quoteAttrName(name)}.`;
  return unit.declarations.flatMap((declaration) =>
    report(doubledSuffix, declaration, unit, {
      message,
      fixes: isWritten(subject, declaration, written)
        ? [
            {
              title: `Change to ${quoteAttrName(name)}`,
              edits: [{ origin: declaration, newText: quoteAttrName(name) }],
              preferred: true,
            },
          ]
        : [],
    }),
  );
}

/** Whether a declaration is the name itself as a quoted attribute. */
function isWritten({ source }: Subject, origin: Origin, name: string): boolean {
  return source(origin)?.tree.text.slice(origin.start, origin.end) === `"${name}"`;
}
