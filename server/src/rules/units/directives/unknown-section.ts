import { quoteAttrName } from '../../../syntax/quote';
import { sectionsOf } from '../../../systemd/catalogue';
import { editDistance } from '../../../systemd/distance';
import type { Slot } from '../../../units/analysis';
import type { Finding } from '../../finding';
import type { Rule, Subject } from '../../rule';

const code = 'unknown-section';
const MAX_DISTANCE = 2;
/** The section of D-Bus's own files, which end in .service too. */
const BUS_SERVICE = 'D-BUS Service';

/** A section that a unit of its type cannot have: systemd skips it with all that it holds. */
export const unknownSection: Rule = {
  code,
  title: 'Unknown section',
  severity: 'warning',
  check: ({ analysis }: Subject) =>
    analysis.slots
      .filter(({ role, declared, key }) => role.set === 'sections' && !declared && key !== BUS_SERVICE)
      .map(finding),
};

function finding(slot: Slot): Finding {
  const meant = sectionMeant(slot);
  const advice = meant === undefined ? '' : ` The section is called ${meant}.`;
  return {
    code,
    severity: unknownSection.severity,
    message: `systemd knows no section [${slot.key}] in a ${slot.unitType} and would skip all that is in it.${advice}`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Change to ${meant}`,
              edits: [{ origin: slot.keyOrigin, newText: quoteAttrName(meant) }],
              preferred: true,
            },
          ],
  };
}

/** `Service` for `Services`, `service` and NixOS's `serviceConfig`. */
function sectionMeant({ key, unitType }: Slot): string | undefined {
  const lower = key.toLowerCase();
  const stem = lower.replace(/config$/, '');
  const sections = sectionsOf(unitType);
  return (
    sections.find((section) => section.toLowerCase() === stem) ??
    sections.find((section) => editDistance(lower, section.toLowerCase(), MAX_DISTANCE) <= MAX_DISTANCE)
  );
}
