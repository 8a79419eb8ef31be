import type { Span } from '../base/span';
import { children } from './children';
import type { Difference } from './difference';
import type { Binding, Comment, Node, ParseError } from './node';
import { shiftItem } from './shift';

/** What was lowered from a text before it changed. */
export interface Earlier {
  readonly root: Node;
  /** Of the parse alone. */
  readonly errors: readonly ParseError[];
  readonly comments: readonly Comment[];
  readonly difference: Difference;
  /** Spans of the new text in which the concrete tree differs. */
  readonly changed: readonly Span[];
}

interface Reused {
  readonly item: Node | Binding;
  readonly comments: readonly Comment[];
}

/** Finds what stood in an unchanged span of the new text. Spans are asked for in the order of a walk. */
export type Reuse = (span: Span) => Reused | undefined;

/** The first index whose item does not lie before `offset`. */
function firstFrom(items: readonly Span[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as Span).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

interface Level {
  readonly items: readonly (Node | Binding)[];
  index: number;
}

/** Steps through an earlier tree, always onwards, to the item of exactly this span. */
function finder(root: Node): (span: Span) => Node | Binding | undefined {
  const levels: Level[] = [{ items: [root], index: 0 }];
  return (span) => {
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      const item = level.items[level.index];
      if (!item) {
        levels.pop();
        const outer = levels.at(-1);
        if (outer) outer.index++;
      } else if (item.start === span.start && item.end === span.end) {
        return item;
      } else if (item.start > span.start || (item.start === span.start && item.end < span.end)) {
        return undefined;
      } else if (item.end < span.end) {
        level.index++;
      } else {
        levels.push({ items: children(item), index: 0 });
      }
    }
    return undefined;
  };
}

/** A text that is broken or changed in more places than this is lowered afresh, as looking for what is whole costs more. */
const MOST_PLACES = 100;

/** Prepares the reuse of an earlier tree, where that pays. */
export function reuseOf(earlier: Earlier): Reuse | undefined {
  const { difference, comments, errors } = earlier;
  if (errors.length + earlier.changed.length > MOST_PLACES) return undefined;
  const find = finder(earlier.root);
  const by = difference.newEnd - difference.oldEnd;
  const edited: Span = { start: difference.start, end: difference.newEnd };
  const affected = [edited, ...earlier.changed];
  return (span) => {
    if (affected.some((range) => touches(range, span))) return undefined;
    const offset = span.start > edited.start ? by : 0;
    const before = { start: span.start - offset, end: span.end - offset };
    if (errors.some((error) => touches(error, before))) return undefined;
    const item = find(before);
    if (!item || item.kind === 'error') return undefined;
    const inside = comments.slice(firstFrom(comments, before.start), firstFrom(comments, before.end));
    if (offset === 0) return { item, comments: inside };
    const moved = inside.map((one) => ({ ...one, start: one.start + offset, end: one.end + offset }));
    return { item: shiftItem(item, offset), comments: moved };
  };
}
