import { directive } from '../../../systemd/catalogue';
import type { Directive } from '../../../systemd/types';
import type { Analysis } from '../../../units/analysis';
import { type UnitEntry, unitEntries } from '../../unit-entries';

/** A line that some version of systemd understands, with the directive as its newest version has it. */
export interface KnownEntry extends UnitEntry {
  readonly known: Directive;
}

/** The lines whose directive systemd knows; not those that the file writes only for some versions of systemd. */
export function knownEntries(analysis: Analysis): readonly KnownEntry[] {
  return unitEntries(analysis).flatMap(({ unit, entry }) => {
    const known = directive(entry.section, entry.key);
    const asksVersion = entry.conditions.some((condition) => /systemd|version/i.test(condition));
    return known === undefined || asksVersion ? [] : [{ unit, entry, known }];
  });
}
