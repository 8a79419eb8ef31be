import type { AttrBinding, Binding, Node } from '../../../syntax/node';
import { quoteAttrName } from '../../../syntax/quote';

/** A name and the text of its value, alone or in a set. */
export interface Assignment {
  readonly set: string | undefined;
  readonly name: string;
  /** An expression as it is written. */
  readonly value: string;
}

/** What a binding of a definition becomes where it can be said in the other shape. */
export type Kept = { readonly kind: 'assigned'; readonly assignments: readonly Assignment[] } | Dissolved;

/** What one binding of a definition becomes. */
export type Member = Kept | Refused;

/** A set whose members leave it, each with the white space and comments before it; `rest` stands behind the last. */
export interface Dissolved {
  readonly kind: 'dissolved';
  readonly inner: readonly { readonly lead: string; readonly assignment: Assignment }[];
  readonly rest: string;
}

/** What cannot be said in the other shape, in a sentence. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

export function refused(reason: string): Refused {
  return { kind: 'refused', reason };
}

export function assigned(...assignments: readonly Assignment[]): Member {
  return { kind: 'assigned', assignments };
}

/** A binding by its static names; undefined for an inherited or a computed one. */
export function namesOf(binding: Binding): readonly string[] | undefined {
  if (binding.kind !== 'binding') return undefined;
  const names = binding.path.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
  return names.length === binding.path.length ? names : undefined;
}

/** The bindings of a set that is written out, each under one name; undefined for everything else. */
export function literalMembers(value: Node): readonly (AttrBinding & { readonly name: string })[] | undefined {
  if (value.kind !== 'attrs' || value.recursive) return undefined;
  const members = value.bindings.flatMap((binding) => {
    const [name, ...more] = namesOf(binding) ?? [];
    return binding.kind !== 'binding' || name === undefined || more.length > 0 ? [] : [{ ...binding, name }];
  });
  return members.length === value.bindings.length ? members : undefined;
}

export function assignmentText({ set, name, value }: Assignment): string {
  const path = set === undefined ? quoteAttrName(name) : `${quoteAttrName(set)}.${quoteAttrName(name)}`;
  return `${path} = ${value};`;
}
