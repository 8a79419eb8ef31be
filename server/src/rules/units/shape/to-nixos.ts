import type { AttrBinding, Node } from '../../../syntax/node';
import { plainLiteral } from '../../../syntax/plain-literal';
import { quoteString } from '../../../syntax/quote';
import { optionsOfKind } from '../../../units/nixos/facts';
import { setName } from '../move-fix';
import { type Definition, sourceOf } from './definition';
import { LINKS } from './links';
import { type Assignment, assigned, literalMembers, type Member, namesOf, refused } from './member';

/** The words of a string that is written out. */
function wordsOf(value: Node): readonly string[] | undefined {
  const text = value.kind === 'string' ? plainLiteral(value) : undefined;
  return text?.split(/\s+/).filter((word) => word !== '');
}

/** A value as an option of lists takes it; undefined where that is not certain. */
function listText(definition: Definition, value: Node): string | undefined {
  if (value.kind === 'list') return sourceOf(definition, value);
  const words = wordsOf(value);
  return words && (words.length === 0 ? '[ ]' : `[ ${words.map(quoteString).join(' ')} ]`);
}

/** A directive of [Unit]: as the option that stands for it, else among those of `unitConfig`. */
function unitAssignment(definition: Definition, name: string, value: Node): Assignment {
  const written = sourceOf(definition, value);
  const plain: Assignment = { set: 'unitConfig', name, value: written };
  const option = optionsOfKind(definition.kind, false, false).find(({ line }) => line === `Unit.${name}`);
  if (option === undefined || option.name.endsWith('Triggers')) return plain;
  const fits = option.type.startsWith('list')
    ? listText(definition, value)
    : option.type === 'int'
      ? value.kind === 'int'
        ? written
        : undefined
      : value.kind === 'string' && value.style === 'double'
        ? written
        : undefined;
  return fits === undefined ? plain : { set: undefined, name: option.name, value: fits };
}

function installAssignment(definition: Definition, name: string, value: Node): Assignment | string {
  const option = LINKS.find(({ directive }) => directive === name)?.option;
  if (option === undefined) return `NixOS has nothing that stands for ${name} of [Install].`;
  const list = listText(definition, value);
  return list === undefined
    ? `Whether ${name} is a list or a text is not plain.`
    : { set: undefined, name: option, value: list };
}

function sectionAssignment(definition: Definition, section: string, name: string, value: Node): Assignment | string {
  if (section === 'Unit') return unitAssignment(definition, name, value);
  if (section === 'Install') return installAssignment(definition, name, value);
  return { set: setName('nixos', section), name, value: sourceOf(definition, value) };
}

/** The members of [Unit] and [Install] leave their sets, where these are written out. */
function dissolved(definition: Definition, section: string, { value }: AttrBinding): Member {
  const members = literalMembers(value);
  if (members === undefined) {
    return section === 'Unit'
      ? assigned({ set: undefined, name: 'unitConfig', value: sourceOf(definition, value) })
      : refused('[Install] is not written out as a set.');
  }
  const made = members.map((member, index) => {
    const before = members[index - 1]?.end ?? value.start + 1;
    const lead = definition.text.slice(before, member.start);
    return { lead, assignment: sectionAssignment(definition, section, member.name, member.value) };
  });
  const problem = made.find(({ assignment }) => typeof assignment === 'string')?.assignment;
  if (typeof problem === 'string') return refused(problem);
  const inner = made.flatMap(({ lead, assignment }) => (typeof assignment === 'string' ? [] : [{ lead, assignment }]));
  if (section === 'Unit' && inner.every(({ assignment }) => assignment.set !== undefined)) {
    return assigned({ set: undefined, name: 'unitConfig', value: sourceOf(definition, value) });
  }
  return {
    kind: 'dissolved',
    inner,
    rest: definition.text.slice(members.at(-1)?.end ?? value.start + 1, value.end - 1),
  };
}

/** A binding of home-manager's shape as NixOS has it; what has that shape already stays. */
export function toNixos(definition: Definition, binding: AttrBinding): Member {
  const [section, name, ...more] = namesOf(binding) ?? [];
  if (section === undefined || more.length > 0) return refused('A name in it is computed.');
  const value = sourceOf(definition, binding.value);
  if (!definition.sections.includes(section)) {
    const set = name === undefined ? undefined : section;
    return assigned({ set, name: name ?? section, value });
  }
  if (name !== undefined) {
    const made = sectionAssignment(definition, section, name, binding.value);
    return typeof made === 'string' ? refused(made) : assigned(made);
  }
  if (section === 'Unit' || section === 'Install') return dissolved(definition, section, binding);
  return assigned({ set: undefined, name: setName('nixos', section), value });
}
