import { directivesOf, sectionsWith } from '../../../systemd/catalogue';
import type { Slot } from '../../../units/analysis';
import { optionsOfKind, type UnitOptionFact } from '../../../units/nixos/facts';

/** Options that nobody sets: who writes such a name means the field of another file, as `Name=` of D-Bus. */
const NOBODYS = new Set(['name']);

/**
 * The option of NixOS that a name among directives stands for: `restartTriggers` written in `serviceConfig`, with a small or a
 * capital letter. None where systemd has a directive of that name to offer.
 */
export function optionMeant(slot: Slot, section: string): UnitOptionFact | undefined {
  if (slot.world === 'home-manager') return undefined;
  const lower = slot.key.toLowerCase();
  if (directivesOf(section).some(({ name }) => name.toLowerCase() === lower)) return undefined;
  if (sectionsWith(slot.key).some((other) => other !== 'Install')) return undefined;
  const name = `${slot.key.charAt(0).toLowerCase()}${slot.key.slice(1)}`;
  if (NOBODYS.has(name)) return undefined;
  return optionsOfKind(slot.unitType, slot.scope === 'initrd', slot.scope === 'user').find(
    (option) => option.name === name && option.section === undefined && option.internal !== true,
  );
}
