import { enclosing } from '../../../syntax/find';
import type { UnitOptionFact } from '../../../units/nixos/facts';
import type { Finding, Fix } from '../../finding';
import type { Rule, Subject } from '../../rule';
import { type DirectiveSlot, unknownDirectives } from '../directive-slots';
import { moveBinding, setName } from '../move-fix';
import { optionMeant } from './option-meant';

const code = 'option-as-directive';

/** An option of NixOS, such as `restartTriggers`, among directives: systemd does not know it and NixOS does not see it. */
export const optionAsDirective: Rule = {
  code,
  title: 'Option among directives',
  severity: 'warning',
  check: (subject: Subject) =>
    unknownDirectives(subject.analysis).flatMap((found) => {
      const option = optionMeant(found.slot, found.section);
      return option === undefined ? [] : [finding(subject, found, option)];
    }),
};

function finding(subject: Subject, found: DirectiveSlot, option: UnitOptionFact): Finding {
  const { slot, section } = found;
  const set = setName(slot.world, section);
  return {
    code,
    severity: optionAsDirective.severity,
    message: `${slot.key} is no directive of systemd but the option ${option.name} of NixOS: it belongs beside ${set}, not in it.`,
    origin: slot.keyOrigin,
    unit: slot.unit,
    fixes: fixes(subject, found, option),
  };
}

function fixes(subject: Subject, { slot, section }: DirectiveSlot, option: UnitOptionFact): readonly Fix[] {
  if (option.type.startsWith('list') && !isList(subject, slot.keyOrigin)) return [];
  const edits = moveBinding(subject, slot.keyOrigin, setName(slot.world, section), option.name);
  return edits === undefined ? [] : [{ title: `Move to the option ${option.name}`, edits, preferred: true }];
}

/** Whether the binding of a name is written as a list. */
function isList({ source }: Subject, key: DirectiveSlot['slot']['keyOrigin']): boolean {
  const document = source(key);
  const binding = document && enclosing(document.tree, key.start).findLast(({ kind }) => kind === 'binding');
  return binding?.kind === 'binding' && binding.value.kind === 'list';
}
