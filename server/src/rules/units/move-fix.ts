import type { Span } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { AttrBinding, AttrsNode, Binding, Node } from '../../syntax/node';
import type { World } from '../../units/model';
import type { Fix } from '../finding';
import type { Subject } from '../rule';
import type { DirectiveSlot } from './directive-slots';

/** The set that holds a section's directives in each world: `serviceConfig` or `Service`. */
export function setName(world: World, section: string): string {
  return world === 'home-manager' ? section : `${section.charAt(0).toLowerCase()}${section.slice(1)}Config`;
}

/**
 * The fix that moves a directive's binding into the set of another section, where the text says it plainly: `serviceConfig.X = …;` or
 * a binding of the literal `serviceConfig = { … };`. None where the set comes from elsewhere.
 */
export function moveFix({ source }: Subject, { slot, section }: DirectiveSlot, target: string): readonly Fix[] {
  const document = source(slot.keyOrigin);
  if (document === undefined || (target === 'Install' && slot.world !== 'home-manager')) return [];
  const around = enclosing(document.tree, slot.keyOrigin.start);
  const from = setName(slot.world, section);
  const to = setName(slot.world, target);
  const edits = renamePrefix(around, from, to) ?? moveOut(around, document.tree.text, from, to);
  if (edits === undefined) return [];
  const { uri } = slot.keyOrigin;
  return [
    {
      title: `Move ${slot.key} to ${to}`,
      edits: edits.map(({ span, newText }) => ({ origin: { uri, start: span.start, end: span.end }, newText })),
      preferred: true,
    },
  ];
}

interface SpanEdit {
  readonly span: Span;
  readonly newText: string;
}

/** `serviceConfig.X = …;` becomes `unitConfig.X = …;`. */
function renamePrefix(around: readonly (Node | Binding)[], from: string, to: string): readonly SpanEdit[] | undefined {
  const binding = around.findLast(isAttrBinding);
  const name = binding?.path.at(-2);
  return name?.kind === 'name' && name.name === from ? [{ span: name, newText: to }] : undefined;
}

/** The binding leaves `serviceConfig = { … };` and stands as `unitConfig.X = …;` before it. */
function moveOut(
  around: readonly (Node | Binding)[],
  text: string,
  from: string,
  to: string,
): readonly SpanEdit[] | undefined {
  const [moved, set, outer] = innermost(around);
  if (moved === undefined || set === undefined || outer === undefined || moved.path.length !== 1) return undefined;
  const last = set.path.at(-1);
  if (last?.kind !== 'name' || last.name !== from || set.value !== outer) return undefined;
  const prefix = text.slice(set.start, last.start);
  const start = lineStart(text, moved.start);
  const end = lineEnd(text, moved.end);
  const alone = text.slice(start, moved.start).trim() === '' && text.slice(moved.end, end).trim() === '';
  const indent = /[ \t]*$/.exec(text.slice(0, set.start))?.[0] ?? '';
  return [
    {
      span: { start: set.start, end: set.start },
      newText: `${prefix}${to}.${text.slice(moved.start, moved.end)}\n${indent}`,
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

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
