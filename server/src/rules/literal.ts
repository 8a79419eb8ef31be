import type { Origin } from '../base/span';
import { itemAt } from '../syntax/find';
import { sourceSpan } from '../syntax/literal-map';
import type { StringNode } from '../syntax/node';
import { plainLiteral } from '../syntax/plain-literal';
import type { Subject } from './rule';

/** The string literal that an origin is, when it is one without interpolations and its value is `value`. */
function literalAt({ source }: Subject, origin: Origin, value: string): { node: StringNode; text: string } | undefined {
  const document = source(origin);
  if (document === undefined) return undefined;
  const node = itemAt(document.tree, origin);
  const says = node?.kind === 'string' && plainLiteral(node) === value;
  return says ? { node, text: document.tree.text } : undefined;
}

/** Whether the expression at an origin is a string literal that says `value`. */
export function isLiteral(subject: Subject, origin: Origin, value: string): boolean {
  return literalAt(subject, origin, value) !== undefined;
}

/** Where the characters `start` to `end` of a value stand in the literal that says it; undefined when it is none. */
export function literalSpan(
  subject: Subject,
  origin: Origin,
  value: string,
  start: number,
  end: number,
): Origin | undefined {
  const literal = literalAt(subject, origin, value);
  if (literal === undefined || start >= end) return undefined;
  const span = sourceSpan(literal.node, literal.text, 0, { start, end });
  return span === undefined ? undefined : { uri: origin.uri, start: span.start, end: span.end };
}
