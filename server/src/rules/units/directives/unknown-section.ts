import { quoteAttrName } from '../../../syntax/quote';
import { sectionsOf } from '../../../systemd/catalogue';
import { editDistance } from '../../../systemd/distance';
import type { Slot } from '../../../units/analysis';
import { optionsOfKind, type UnitOptionFact } from '../../../units/nixos/facts';
import type { Finding, Fix } from '../../finding';
import type { Rule, Subject } from '../../rule';
import { slotsOf } from '../directive-slots';
import { conversion } from '../shape/convert';

const code = 'unknown-section';
const MAX_DISTANCE = 2;
/** The section of D-Bus's own files, which end in .service too. */
const BUS_SERVICE = 'D-BUS Service';

/** A section that a unit of its type cannot have: systemd skips it with all that it holds. */
export const unknownSection: Rule = {
  code,
  title: 'Unknown section',
  severity: 'warning',
  check: (subject: Subject) =>
    slotsOf(subject.analysis)
      .filter(({ role, declared, key }) => role.set === 'sections' && !declared && key !== BUS_SERVICE)
      .map((slot) => finding(subject, slot)),
};

function finding(subject: Subject, slot: Slot): Finding {
  const meant = sectionMeant(slot);
  const option = slot.world === 'home-manager' ? optionMeant(slot) : undefined;
  const whole = option === undefined ? undefined : conversion(subject, slot, 'home-manager');
  const advice = meant === undefined ? '' : ` The section is called ${meant}.`;
  const foreign = option === undefined ? '' : ` ${slot.key} is an option of NixOS.`;
  const reason = whole?.reason === undefined ? '' : ` The unit is not converted as a whole: ${whole.reason}`;
  const rename: readonly Fix[] =
    meant === undefined
      ? []
      : [
          {
            title: `Change to ${meant}`,
            edits: [{ origin: slot.keyOrigin, newText: quoteAttrName(meant) }],
            preferred: whole === undefined || whole.fixes.length === 0,
          },
        ];
  return {
    code,
    severity: unknownSection.severity,
    message: `systemd knows no section [${slot.key}] in a ${slot.unitType} and would skip all that is in it.${foreign}${advice}${reason}`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes: [...(whole?.fixes ?? []), ...rename],
  };
}

/** The option of NixOS that a name of a unit is. */
function optionMeant({ key, unitType }: Slot): UnitOptionFact | undefined {
  return optionsOfKind(unitType, false, false).find(({ name }) => name === key);
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
