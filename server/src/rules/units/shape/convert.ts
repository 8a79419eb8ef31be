import type { Slot } from '../../../units/analysis';
import type { Fix } from '../../finding';
import type { Subject } from '../../rule';
import { type Definition, definitionAround, sourceOf } from './definition';
import { type Assignment, type Kept, type Member, type Refused, refused } from './member';
import { joinEnvironments, toHome } from './to-home';
import { toNixos } from './to-nixos';
import { membersText } from './write';

/** The worlds whose shapes of units are turned into each other. */
export type Shape = 'nixos' | 'home-manager';

function assignmentsOf(member: Kept): readonly Assignment[] {
  return member.kind === 'dissolved' ? member.inner.map(({ assignment }) => assignment) : member.assignments;
}

/** Why members cannot stand beside each other: a name given twice, or beside a set that is not written out. */
function clash(definition: Definition, members: readonly Kept[]): Refused | undefined {
  const { bindings } = definition.set;
  const all = members.flatMap(assignmentsOf);
  const paths = all.map(({ set, name }) => (set === undefined ? name : `${set}.${name}`));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) return refused(`${twice} would be set twice.`);
  const whole = all.filter(({ set, name }) => set === undefined && all.some((other) => other.set === name));
  for (const { name, value } of whole) {
    const inner = bindings.flatMap((binding) =>
      binding.kind === 'binding' && binding.value.kind === 'attrs' && sourceOf(definition, binding.value) === value
        ? [binding.value]
        : [],
    );
    const [literal] = inner;
    if (literal === undefined) return refused(`${name} is not written out as a set.`);
    const names = literal.bindings.flatMap((binding) =>
      binding.kind === 'binding' ? binding.path.slice(0, 1) : binding.names,
    );
    const known = new Set(names.flatMap((each) => (each.kind === 'name' ? [each.name] : [])));
    const double = all.find((other) => other.set === name && known.has(other.name));
    if (double !== undefined) return refused(`${name}.${double.name} would be set twice.`);
  }
  return undefined;
}

function converted(definition: Definition, target: Shape): string | Refused {
  const { bindings } = definition.set;
  const made = bindings.map((binding): Member => {
    if (binding.kind !== 'binding') return refused('It inherits from elsewhere.');
    return target === 'nixos' ? toNixos(definition, binding) : toHome(definition, binding);
  });
  const problem = made.find((member) => member.kind === 'refused');
  if (problem?.kind === 'refused') return problem;
  const joined = target === 'nixos' ? made : joinEnvironments(made);
  const members = joined.flatMap((member): readonly Kept[] => (member.kind === 'refused' ? [] : [member]));
  return clash(definition, members) ?? membersText(definition, members);
}

/** The fix that writes a whole definition in the shape of a world, or why there is none; neither where it is no single set. */
export interface Conversion {
  readonly fixes: readonly Fix[];
  readonly reason?: string;
}

const TITLES: Readonly<Record<Shape, string>> = {
  nixos: "Convert the whole unit to NixOS's options",
  'home-manager': "Convert the whole unit to home-manager's sections",
};

/** The conversion of the unit around a name to the shape of a world. */
export function conversion({ source }: Subject, slot: Slot, target: Shape): Conversion {
  const document = source(slot.keyOrigin);
  const definition = document && definitionAround(document.tree, slot);
  if (definition === undefined) return { fixes: [] };
  const result = converted(definition, target);
  if (typeof result !== 'string') return { fixes: [], reason: result.reason };
  const { bindings } = definition.set;
  const [start, end] = [bindings[0]?.start ?? 0, bindings.at(-1)?.end ?? 0];
  const edits = [{ origin: { uri: slot.keyOrigin.uri, start, end }, newText: result }];
  return { fixes: [{ title: TITLES[target], edits, preferred: true }] };
}
