import { contains, type Span } from '../../../base/span';
import { walk } from '../../../syntax/children';
import type { InheritBinding, ListNode, SyntaxTree } from '../../../syntax/node';
import type { PathForm, PathName, PathUse } from './path-use';
import { pathUses } from './uses';

/** A name in a file that is that of an option. */
export interface OptionPlace {
  readonly span: Span;
  /** Written as a string literal. */
  readonly quoted: boolean;
  readonly form: PathForm['kind'] | 'list';
  /** The option is declared there, with `mkOption` or its like. */
  readonly declares: boolean;
  /** The `inherit` that the name stands in. */
  readonly inherit: InheritBinding | undefined;
}

/** The option whose name is at an offset, as the path up to that name; undefined where there is none, or a part of it is computed. */
export function optionAt(
  tree: SyntaxTree,
  offset: number,
): { readonly path: readonly string[]; readonly span: Span } | undefined {
  for (const { path, form } of pathUses(tree.root)) {
    if (form.kind === 'escape') continue;
    const at = path.findIndex(({ span }) => span !== undefined && contains(span, offset));
    const span = path[at]?.span;
    const names = path.slice(0, at + 1).map(({ name }) => name);
    if (span === undefined || names.length < 2 || !names.every((name) => name !== undefined)) continue;
    return { path: names, span };
  }
  return undefined;
}

/** Whether a text can have anything to do with an option: it has each name of its path. */
export function mentionsOption(text: string, path: readonly string[]): boolean {
  return path.every((name) => text.includes(name));
}

/** Every name of a file that is the last of an option's path. */
export function optionPlaces(tree: SyntaxTree, path: readonly string[]): readonly OptionPlace[] {
  const found = new Map<number, OptionPlace>();
  for (const use of pathUses(tree.root)) {
    const place = placeIn(use, path);
    const known = place && found.get(place.span.start);
    if (place !== undefined && (known === undefined || known.form === 'with')) found.set(place.span.start, place);
  }
  for (const place of listPlaces(tree, path)) found.set(place.span.start, place);
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

function placeIn({ path, own, form }: PathUse, asked: readonly string[]): OptionPlace | undefined {
  const last = asked.length - 1;
  const name = path[last];
  if (form.kind === 'escape' || name?.span === undefined || own > last || !begins(path, asked)) return undefined;
  return {
    span: name.span,
    quoted: name.quoted,
    form: form.kind,
    declares: form.kind === 'declaration' && form.declared && path.length === asked.length,
    inherit: form.kind === 'inherit' || form.kind === 'inherited-definition' ? form.binding : undefined,
  };
}

function begins(path: readonly PathName[], names: readonly string[]): boolean {
  return names.every((name, index) => path[index]?.name === name);
}

/** Paths that are spelled as lists, as `mkRenamedOptionModule [ "services" "x" ]` takes them. */
function listPlaces(tree: SyntaxTree, path: readonly string[]): readonly OptionPlace[] {
  const found: OptionPlace[] = [];
  walk(tree.root, (item) => {
    const span = item.kind === 'list' ? lastSpelled(item, path) : undefined;
    if (span !== undefined) found.push({ span, quoted: true, form: 'list', declares: false, inherit: undefined });
  });
  return found;
}

function lastSpelled({ items }: ListNode, path: readonly string[]): Span | undefined {
  const spells = path.every((name, index) => {
    const item = items[index];
    const [part, ...more] = item?.kind === 'string' ? item.parts : [];
    return more.length === 0 && part?.kind === 'text' && part.value === name;
  });
  const last = spells ? items[path.length - 1] : undefined;
  return last && { start: last.start, end: last.end };
}

/** Where a set above an option is given on as a whole, to something that may look into it. */
export function escapes(tree: SyntaxTree, path: readonly string[]): readonly Span[] {
  return pathUses(tree.root).flatMap((use) => {
    const span = use.path.at(-1)?.span;
    const isAbove = use.path.length < path.length && use.path.every(({ name }, index) => name === path[index]);
    return use.form.kind === 'escape' && isAbove && span !== undefined ? [span] : [];
  });
}
