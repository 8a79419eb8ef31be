import type { Span } from '../../base/span';
import { sourceSpan } from '../../syntax/literal-map';
import type { StringNode } from '../../syntax/node';

/** A stretch of a text, by offsets. */
export interface Found extends Span {
  readonly text: string;
}

/** The whole text of a literal without interpolations. */
export function literalText({ parts }: StringNode): string | undefined {
  const [part, ...more] = parts;
  if (part === undefined) return '';
  return more.length === 0 && part.kind === 'text' ? part.value : undefined;
}

/**
 * What `find` finds in each text of a literal, with its place in the source. What touches an interpolation is left out, for it
 * is a part of something longer.
 */
export function stretches<F extends Found>(
  node: StringNode,
  source: string,
  find: (text: string) => readonly F[],
): readonly (F & { readonly source: Span })[] {
  return node.parts.flatMap((part, index) => {
    if (part.kind !== 'text') return [];
    const isFirst = index === 0;
    const isLast = index === node.parts.length - 1;
    return find(part.value).flatMap((found) => {
      const touches = (found.start === 0 && !isFirst) || (found.end === part.value.length && !isLast);
      const span = touches ? undefined : sourceSpan(node, source, index, found);
      return span === undefined ? [] : [{ ...found, source: span }];
    });
  });
}

/** The words between white space in a text. */
export function words(text: string): readonly Found[] {
  return [...text.matchAll(/\S+/g)].map((found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** What a literal with interpolations may become: each of them may be anything that has no white space in it. */
export function pattern(node: StringNode): RegExp {
  const pieces = node.parts.map((part) =>
    part.kind === 'text' ? part.value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : '\\S*',
  );
  return new RegExp(`^${pieces.join('')}$`);
}
