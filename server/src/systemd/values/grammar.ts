import type { Directive, Verdict } from '../types';
import { accepted, firstFault, part, type Slice } from './slice';
import { expand, isOpen, type SpecifierTable } from './specifiers';
import { isFault, splitWords, type WordRules } from './words';

export interface GrammarContext {
  readonly directive: Directive;
  readonly version: number;
}

/** Judges one value. The value is trimmed and never empty: what an empty value means is `Directive.empty`. */
export type Grammar = (value: Slice, context: GrammarContext) => Verdict;

/** A grammar for each word of a list. */
export function eachWord(rules: WordRules, grammar: Grammar): Grammar {
  return (value, context) => {
    const words = splitWords(value, rules);
    return isFault(words) ? words : firstFault(words, (word) => grammar(word, context));
  };
}

/** A grammar for a value whose specifiers expand first; a value with an expansion in it is taken to be right. */
export function expanded(table: SpecifierTable, grammar: Grammar): Grammar {
  return withHoles(table, (value, context) => (isOpen(value) ? accepted : grammar(value, context)));
}

/** A grammar that copes with holes itself, for a value whose specifiers expand first. */
export function withHoles(table: SpecifierTable, grammar: Grammar): Grammar {
  return (value, context) => {
    const result = expand(value, table, context.version);
    return isFault(result) ? result : grammar(result, context);
  };
}

/** A list whose first `~` inverts it. */
export function invertible(list: Grammar): Grammar {
  return (value, context) => list(value.text.startsWith('~') ? part(value, 1) : value, context);
}

/** A fault in a part that systemd drops in silence. */
export function silently(verdict: Verdict): Verdict {
  return verdict.ok ? verdict : { ...verdict, silent: true };
}

export const anything: Grammar = () => accepted;
