import type { AttrBinding, Node } from '../../../syntax/node';
import { plainLiteral } from '../../../syntax/plain-literal';
import { quoteString } from '../../../syntax/quote';
import { optionsOfKind } from '../../../units/nixos/facts';
import { type Definition, sourceOf } from './definition';
import { LINKS } from './links';
import { type Assignment, assigned, literalMembers, type Member, namesOf, refused } from './member';

/** Options whose text becomes a program of its own. */
const SCRIPTS: ReadonlySet<string> = new Set(['script', 'preStart', 'postStart', 'reload', 'preStop', 'postStop']);

/** What a value may consist of to stand in a variable's assignment without quotes. */
const PLAIN = /^[\w@%+=:,./-]*$/;

/** `NAME=value` as an element of a list of assignments; undefined for a variable that is not set. */
function variable(definition: Definition, name: string, value: Node): string | undefined {
  if (value.kind === 'variable' && value.name === 'null') return undefined;
  const known = value.kind === 'string' ? plainLiteral(value) : undefined;
  if (known !== undefined) {
    const text = `${name}=${known}`;
    return quoteString(PLAIN.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`);
  }
  if (value.kind === 'string' && value.style === 'double') {
    return `"\\"${name}=${definition.text.slice(value.start + 1, value.end - 1)}\\""`;
  }
  return `"\\"${name}=\${toString (${sourceOf(definition, value)})}\\""`;
}

function environment(definition: Definition, value: Node): Member {
  const members = literalMembers(value);
  if (members === undefined) return refused('Its environment is not written out as a set.');
  const { text, indent } = definition;
  const variables = members.flatMap((member, index) => {
    const lead = text.slice(members[index - 1]?.end ?? value.start + 1, member.start);
    const made = variable(definition, member.name, member.value);
    return made === undefined ? [] : [`${lead.includes('\n') ? lead : ' '}${made}`];
  });
  const many = text.slice(value.start, value.end).includes('\n');
  const list = `[${variables.join('')}${many ? `\n${indent}` : ' '}]`;
  return assigned({ set: 'Service', name: 'Environment', value: list });
}

/** The text of a script as NixOS writes it: it ends at the first command that fails. */
function scriptText(definition: Definition, value: Node): string {
  const source = sourceOf(definition, value);
  const opening = /^''[ ]*\n([ \t]*)/.exec(source);
  return value.kind === 'string' && opening !== null
    ? `''\n${opening[1]}set -e\n${source.slice(source.indexOf('\n') + 1)}`
    : `("set -e\\n" + ${source})`;
}

function script(definition: Definition, option: string, directive: string, value: Node): Member {
  if (!definition.scope.has('pkgs')) return refused(`Its ${option} needs pkgs, which the file has not at hand.`);
  const base = definition.name.replace(/[^\w.-]/g, '-');
  const name = quoteString(
    `${base}-${option === 'script' ? 'start' : option.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
  );
  return assigned({
    set: 'Service',
    name: directive,
    value: `pkgs.writeShellScript ${name} ${scriptText(definition, value)}`,
  });
}

function searchPath(definition: Definition, value: Node): Member {
  if (!definition.scope.has('lib')) return refused('Its path needs lib, which the file has not at hand.');
  return assigned({
    set: 'Service',
    name: 'Environment',
    value: `[ "PATH=\${lib.makeBinPath (${sourceOf(definition, value)})}" ]`,
  });
}

function option(definition: Definition, name: string, value: Node): Member {
  const facts = optionsOfKind(definition.kind, false, false).find((each) => each.name === name);
  const link = LINKS.find(({ option: own }) => own === name);
  const written = sourceOf(definition, value);
  if (link !== undefined) return assigned({ set: 'Install', name: link.directive, value: written });
  if (facts?.section !== undefined) return assigned({ set: undefined, name: facts.section, value: written });
  if (name === 'environment') return environment(definition, value);
  if (name === 'path') return searchPath(definition, value);
  if (name === 'startAt')
    return refused(`startAt makes a timer: home-manager wants systemd.user.timers.${definition.name}.`);
  const [section, directive] = facts?.line?.split('.') ?? [];
  if (section === undefined || directive === undefined || facts?.type === 'bool') {
    return refused(`home-manager has nothing that stands for ${name}.`);
  }
  if (SCRIPTS.has(name)) return script(definition, name, directive, value);
  return assigned({ set: section, name: directive, value: written });
}

/** A binding of NixOS's shape as home-manager has it; what has that shape already stays. */
export function toHome(definition: Definition, binding: AttrBinding): Member {
  const [first, second, ...more] = namesOf(binding) ?? [];
  if (first === undefined || more.length > 0) return refused('A name in it is computed.');
  const value = sourceOf(definition, binding.value);
  const isSection = definition.sections.includes(first);
  if (isSection) return assigned({ set: second === undefined ? undefined : first, name: second ?? first, value });
  if (second === undefined) return option(definition, first, binding.value);
  const facts = optionsOfKind(definition.kind, false, false).find(({ name }) => name === first);
  if (first === 'environment') {
    const made = variable(definition, second, binding.value);
    return made === undefined ? assigned() : assigned({ set: 'Service', name: 'Environment', value: `[ ${made} ]` });
  }
  if (facts?.section === undefined) return refused(`home-manager has nothing that stands for ${first}.${second}.`);
  const moved: Assignment = { set: facts.section, name: second, value };
  return assigned(moved);
}

/** One assignment of a variable each, joined to one list: several bindings may each have had some. */
export function joinEnvironments(members: readonly Member[]): readonly Member[] {
  const isEnvironment = ({ set, name }: Assignment): boolean => set === 'Service' && name === 'Environment';
  const found = members.flatMap((member) =>
    member.kind === 'assigned' ? member.assignments.filter(isEnvironment) : [],
  );
  if (found.length < 2) return members;
  const value = found.map((one) => one.value).join(' ++ ');
  return members.map((member) => {
    if (member.kind !== 'assigned' || !member.assignments.some(isEnvironment)) return member;
    const others = member.assignments.filter((one) => !isEnvironment(one));
    const isFirst = found[0] !== undefined && member.assignments.includes(found[0]);
    return assigned(...(isFirst ? [{ set: 'Service', name: 'Environment', value }] : []), ...others);
  });
}
