import { sectionsWith } from '../../systemd/catalogue';
import type { Finding } from '../finding';
import type { Rule, Subject } from '../rule';
import { type DirectiveSlot, rightSections, unknownDirectives } from './directive-slots';
import { optionMeant } from './directives/option-meant';
import { moveFix } from './move-fix';

const code = 'wrong-section';

/** A directive that systemd knows, but not in the section where it stands: it is ignored there. */
export const wrongSection: Rule = {
  code,
  title: 'Directive in the wrong section',
  severity: 'warning',
  check: (subject: Subject) =>
    unknownDirectives(subject.analysis)
      .filter(({ slot, section }) => optionMeant(slot, section) === undefined)
      .map((found) => ({ found, right: rightSections(found) }))
      .filter(({ found, right }) => right.length > 0 || elsewhere(found))
      .map(({ found, right }) => finding(subject, found, right)),
};

/** Known to systemd in a section that this type of unit does not have. */
function elsewhere({ slot, section }: DirectiveSlot): boolean {
  return sectionsWith(slot.key).some((other) => other !== section);
}

function finding(subject: Subject, found: DirectiveSlot, right: readonly string[]): Finding {
  const { slot, section } = found;
  const places = (right.length > 0 ? right : sectionsWith(slot.key)).map((name) => `[${name}]`).join(' or ');
  const advice = right.length > 0 ? `it belongs in ${places}` : `only units with ${places} have it`;
  return {
    code,
    severity: wrongSection.severity,
    message: `${slot.key}= has no effect in [${section}]: ${advice}.`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes: right.flatMap((target) => moveFix(subject, found, target)),
  };
}
