import { quoteAttrName } from '../../syntax/quote';
import { directive, sectionsWith } from '../../systemd/catalogue';
import { nearest } from '../../systemd/nearest';
import type { Finding } from '../finding';
import type { Rule, Subject } from '../rule';
import { type DirectiveSlot, unknownDirectives } from './directive-slots';
import { optionMeant } from './directives/option-meant';

const code = 'unknown-directive';

/** A key that no section of any version of systemd has: systemd says so in the journal and goes on without it. */
export const unknownDirective: Rule = {
  code,
  title: 'Unknown directive',
  severity: 'warning',
  check: ({ analysis, systemd }: Subject) =>
    unknownDirectives(analysis)
      .filter(({ slot, section }) => sectionsWith(slot.key).length === 0 && optionMeant(slot, section) === undefined)
      .map((found) => finding(found, systemd)),
};

function finding({ slot, section }: DirectiveSlot, systemd: number): Finding {
  const here = nearest(slot.key, section, systemd).filter((suggestion) => suggestion.section === section);
  return {
    code,
    severity: unknownDirective.severity,
    message: `systemd has no directive ${slot.key}= in [${section}] and would ignore it.${question(here)}`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes: here.map(({ name }, index) => ({
      title: `Change to ${name}`,
      edits: [{ origin: slot.keyOrigin, newText: quoteAttrName(name) }],
      preferred: index === 0,
    })),
  };
}

function question([first]: readonly { readonly section: string; readonly name: string }[]): string {
  if (first === undefined) return '';
  const since = directive(first.section, first.name)?.since;
  return ` Did you mean ${first.name}${since === undefined ? '' : ` (since systemd ${since})`}?`;
}
