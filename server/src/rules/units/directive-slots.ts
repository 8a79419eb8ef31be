import { directive, isExtension, sectionsOf } from '../../systemd/catalogue';
import type { Analysis, Slot } from '../../units/analysis';

/** A name written where directives belong, with the section it lands in. */
export interface DirectiveSlot {
  readonly slot: Slot;
  readonly section: string;
}

/** The names that flow into units as they are, and where the options of a module are set. */
export function slotsOf({ slots, possible }: Analysis): readonly Slot[] {
  return [...slots, ...(possible?.()?.slots ?? [])];
}

/** The names written as directives that no version of systemd knows in the section where they stand. */
export function unknownDirectives(analysis: Analysis): readonly DirectiveSlot[] {
  return slotsOf(analysis).flatMap((slot) => {
    if (slot.role.set !== 'directives') return [];
    const { section } = slot.role;
    const judged = sectionsOf(slot.unitType).includes(section) && !isExtension(slot.key);
    return judged && directive(section, slot.key) === undefined ? [{ slot, section }] : [];
  });
}

/** The other sections of the unit's type that know the directive. */
export function rightSections({ slot, section }: DirectiveSlot): readonly string[] {
  return sectionsOf(slot.unitType).filter((other) => other !== section && directive(other, slot.key) !== undefined);
}
