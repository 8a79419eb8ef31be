import { enclosing } from '../../../syntax/find';
import type { AttrsNode, Binding, Node, SyntaxTree } from '../../../syntax/node';
import { sectionsOf } from '../../../systemd/catalogue';
import type { Slot } from '../../../units/analysis';
import type { UnitType } from '../../../units/model';

/** A unit's definition that is written out as one set. */
export interface Definition {
  readonly text: string;
  /** The unit's name without its ending. */
  readonly name: string;
  readonly kind: UnitType;
  /** The sections that units of the kind have. */
  readonly sections: readonly string[];
  readonly set: AttrsNode;
  /** The white space before the names of its set. */
  readonly indent: string;
  /** Names of variables around it. */
  readonly scope: ReadonlySet<string>;
}

function namesIn(item: Node | Binding): readonly string[] {
  if (item.kind === 'lambda') return item.formals?.formals.map(({ name }) => name) ?? [];
  if (item.kind !== 'let') return [];
  return item.bindings.flatMap((binding) => {
    const names = binding.kind === 'binding' ? binding.path.slice(0, 1) : binding.names;
    return names.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
  });
}

/** An expression as it is written. */
export function sourceOf({ text }: Definition, { start, end }: Node): string {
  return text.slice(start, end);
}

/** The definition that a name stands in; undefined where it is not written out as one set. */
export function definitionAround(tree: SyntaxTree, { keyOrigin, unit, unitType }: Slot): Definition | undefined {
  const around = enclosing(tree, keyOrigin.start);
  const at = around.findLastIndex((item) => item.kind === 'binding' && item.path[0]?.start === keyOrigin.start);
  const set = around[at - 1];
  if (set?.kind !== 'attrs' || set.recursive) return undefined;
  const [first] = set.bindings;
  const before = tree.text.slice(0, first?.start ?? set.start);
  return {
    text: tree.text,
    name: unit.slice(0, -unitType.length - 1),
    kind: unitType,
    sections: sectionsOf(unitType),
    set,
    indent: /\n([ \t]*)$/.exec(before)?.[1] ?? '',
    scope: new Set(around.flatMap(namesIn)),
  };
}
