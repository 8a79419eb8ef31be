import { lineStart } from '../../base/edit';
import type { Origin, Span } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { AttrBinding, AttrsNode, Binding, Node } from '../../syntax/node';
import type { World } from '../../units/model';
import type { Edit, Fix } from '../finding';
import type { Subject } from '../rule';
import type { DirectiveSlot } from './directive-slots';

/** The set that holds a section's directives in each world: `serviceConfig` or `Service`. */
export function setName(world: World, section: string): string {
  return world === 'home-manager' ? section : `${section.charAt(0).toLowerCase()}${section.slice(1)}Config`;
}

/** The fix that moves a directive's binding into the set of another section, where the text says it plainly. */
export function moveFix(subject: Subject, { slot, section }: DirectiveSlot, target: string): readonly Fix[] {
  if (target === 'Install' && slot.world !== 'home-manager') return [];
  const to = setName(slot.world, target);
  const edits = moveBinding(subject, slot.keyOrigin, setName(slot.world, section), `${to}.${slot.key}`);
  return edits === undefined ? [] : [{ title: `Move ${slot.key} to ${to}`, edits, preferred: true }];
}

/**
 * The edits that take the binding of a name out of the set `from` and write it as `target` beside that set: for `from.X = …;` and
 * for a binding of the literal `from = { … };`. Undefined where the set comes from elsewhere.
 */
export function moveBinding(subject: Subject, key: Origin, from: string, target: string): readonly Edit[] | undefined {
  const document = subject.source(key);
  if (document === undefined) return undefined;
  const around = enclosing(document.tree, key.start);
  const edits = renamePrefix(around, from, target) ?? moveOut(around, document.tree.text, from, target);
  return edits?.map(({ span, newText }) => ({ origin: { uri: key.uri, start: span.start, end: span.end }, newText }));
}

interface SpanEdit {
  readonly span: Span;
  readonly newText: string;
}

/** `serviceConfig.X = …;` becomes `unitConfig.X = …;`. */
function renamePrefix(
  around: readonly (Node | Binding)[],
  from: string,
  target: string,
): readonly SpanEdit[] | undefined {
  const binding = around.findLast(isAttrBinding);
  const set = binding?.path.at(-2);
  const name = binding?.path.at(-1);
  if (set?.kind !== 'name' || set.name !== from || name === undefined) return undefined;
  return [{ span: { start: set.start, end: name.end }, newText: target }];
}

/** The binding leaves `serviceConfig = { … };` and stands as `unitConfig.X = …;` before it. */
function moveOut(
  around: readonly (Node | Binding)[],
  text: string,
  from: string,
  target: string,
): readonly SpanEdit[] | undefined {
  const [moved, set, outer] = innermost(around);
  const name = moved?.path[0];
  if (moved === undefined || set === undefined || outer === undefined || name === undefined) return undefined;
  const last = set.path.at(-1);
  if (moved.path.length !== 1 || last?.kind !== 'name' || last.name !== from || set.value !== outer) return undefined;
  const prefix = text.slice(set.start, last.start);
  const start = lineStart(text, moved.start);
  const end = lineEnd(text, moved.end);
  const alone = text.slice(start, moved.start).trim() === '' && text.slice(moved.end, end).trim() === '';
  const indent = /[ \t]*$/.exec(text.slice(0, set.start))?.[0] ?? '';
  return [
    {
      span: { start: set.start, end: set.start },
      newText: `${prefix}${target}${text.slice(name.end, moved.end)}\n${indent}`,
    },
    { span: alone ? { start, end } : moved, newText: '' },
  ];
}

/** The binding at the end of the way, the literal that holds it and that literal's own binding. */
function innermost(around: readonly (Node | Binding)[]): [AttrBinding, AttrBinding, AttrsNode] | [] {
  const index = around.findLastIndex(isAttrBinding);
  const [moved, holder, set] = [around[index], around[index - 1], around[index - 2]];
  if (moved?.kind !== 'binding' || holder?.kind !== 'attrs' || set?.kind !== 'binding') return [];
  return [moved, set, holder];
}

function isAttrBinding(item: Node | Binding): item is AttrBinding {
  return item.kind === 'binding';
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
