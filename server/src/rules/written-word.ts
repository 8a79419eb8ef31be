import type { Origin } from '../base/span';
import { children } from '../syntax/children';
import { itemAt } from '../syntax/find';
import { sourceSpan } from '../syntax/literal-map';
import type { Binding, Node } from '../syntax/node';
import { plainLiteral } from '../syntax/plain-literal';
import type { Entry } from '../units/model';
import type { Edit } from './finding';
import { literalSpan } from './literal';
import type { Subject } from './rule';
import { placeOf } from './unit-entries';

/** A word of a value, such as one unit of `After=`. */
export interface Word {
  readonly text: string;
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
}

/** Where a word was written; `exact` when that is the word's own text and nothing else. */
export interface WordPlace {
  readonly origin: Origin;
  readonly exact: boolean;
}

/** The words between white space in a value, without those that hang on an unknown. */
export function knownWords({ value, holes }: Entry): readonly Word[] {
  return [...value.matchAll(/\S+/g)]
    .map((found) => ({ text: found[0], start: found.index, end: found.index + found[0].length }))
    .filter((word) => !holes.some(({ start, end }) => start < word.end && word.start < end));
}

/** Where a word of an entry was written: in a literal that says the value, or in a list that holds it as an element. */
export function placeOfWord(subject: Subject, entry: Entry, word: Word): WordPlace | undefined {
  for (const origin of entry.values) {
    const inValue =
      literalSpan(subject, origin, entry.value, word.start, word.end) ?? elementSpan(subject, origin, word.text);
    if (inValue !== undefined) return { origin: inValue, exact: true };
  }
  const whole = placeOf(entry);
  return whole && { origin: whole, exact: false };
}

/** The edit that writes another word in its place, where that place is exact. */
export function replaceWord({ origin, exact }: WordPlace, newText: string): readonly Edit[] {
  return exact ? [{ origin, newText }] : [];
}

/** The text of the only string literal below an origin that says a word and nothing else. */
function elementSpan({ source }: Subject, origin: Origin, word: string): Origin | undefined {
  const document = source(origin);
  if (document === undefined) return undefined;
  const top = itemAt(document.tree, origin);
  const found = top === undefined ? undefined : literalOf(top, word);
  if (found?.kind !== 'string') return undefined;
  const span = sourceSpan(found, document.tree.text, 0, { start: 0, end: word.length });
  return span && { uri: origin.uri, start: span.start, end: span.end };
}

function literalOf(node: Node | Binding, word: string): Node | undefined {
  if (node.kind === 'string') return plainLiteral(node) === word ? node : undefined;
  for (const child of children(node)) {
    const found = literalOf(child, word);
    if (found !== undefined) return found;
  }
  return undefined;
}
