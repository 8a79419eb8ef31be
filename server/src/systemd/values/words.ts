import type { Fault } from '../types';
import { unescapeAt } from './escapes';
import { faultAt, part, type Slice, whitespace } from './slice';

/** How a value is cut into words (systemd's extract-word.c). */
export interface WordRules {
  /** Characters between words; white space when not given. */
  readonly separators?: string;
  /** Quotes hold words together and are removed. */
  readonly unquote?: boolean;
  /** Backslashes are C escapes; otherwise a backslash keeps the next character as it is. */
  readonly cunescape?: boolean;
  /** A backslash before a separator or a backslash keeps it. */
  readonly unescapeSeparators?: boolean;
  /** Backslashes are ordinary characters. */
  readonly retainEscape?: boolean;
  /** Each separator ends a word, so words may be empty. */
  readonly keepEmpty?: boolean;
  /** Escapes that are none are kept, not refused. */
  readonly relaxedEscapes?: boolean;
  /** An open quote at the end closes itself. */
  readonly relaxed?: boolean;
}

export interface Word {
  readonly word: Slice;
  /** Index in the slice after the word and the separators that follow it; undefined when nothing follows. */
  readonly rest: number | undefined;
}

/** Whether a result is a fault rather than what was asked for. */
export function isFault(result: object | undefined): result is Fault {
  return result !== undefined && 'ok' in result && result.ok === false;
}

/** The word at `from`; undefined when there is none, a fault for unbalanced quotes or a wrong escape. */
export function nextWord(slice: Slice, from: number | undefined, rules: WordRules): Word | Fault | undefined {
  if (from === undefined) return undefined;
  const { text } = slice;
  const separators = rules.separators ?? whitespace;
  let i = from;
  if (!rules.keepEmpty) while (i < text.length && separators.includes(text[i] ?? '')) i++;
  if (i >= text.length) return rules.keepEmpty ? { word: part(slice, i), rest: undefined } : undefined;
  let out = '';
  const offsets: number[] = [];
  let quote = '';
  let quoteAt = i;
  let lastEnd = i;
  const push = (piece: string, at: number): void => {
    for (let k = 0; k < piece.length; k++) offsets.push(slice.offsets[at] ?? 0);
    out += piece;
  };
  const word = (rest: number | undefined): Word => ({
    word: { text: out, offsets: [...offsets, slice.offsets[lastEnd] ?? 0] },
    rest,
  });
  for (; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '\\' && !rules.retainEscape) {
      const sequence = readEscape(slice, i, rules, separators, quote !== '');
      if (isFault(sequence)) return sequence;
      push(sequence.text, i);
      i += sequence.length;
      lastEnd = i + 1;
    } else if (quote !== '') {
      if (c === quote) quote = '';
      else push(c, i);
      if (quote !== '') lastEnd = i + 1;
    } else if (rules.unquote && (c === '"' || c === "'")) {
      quote = c;
      quoteAt = i;
    } else if (separators.includes(c)) {
      i++;
      if (!rules.keepEmpty) while (i < text.length && separators.includes(text[i] ?? '')) i++;
      return word(rules.keepEmpty || i < text.length ? i : undefined);
    } else {
      push(c, i);
      lastEnd = i + 1;
    }
  }
  if (quote !== '' && !rules.relaxed) return faultAt(slice, quoteAt, text.length, 'This quote is never closed');
  return word(undefined);
}

function readEscape(
  slice: Slice,
  at: number,
  rules: WordRules,
  separators: string,
  inQuotes: boolean,
): { readonly text: string; readonly length: number } | Fault {
  const next = slice.text[at + 1];
  if (next === undefined) {
    if (rules.relaxedEscapes && (!inQuotes || rules.relaxed)) return { text: '\\', length: 0 };
    if (rules.relaxed) return { text: '', length: 0 };
    return faultAt(slice, at, at + 1, 'Nothing follows this backslash');
  }
  if (!rules.cunescape && !rules.unescapeSeparators && !rules.relaxedEscapes) return { text: next, length: 1 };
  const sequence = rules.cunescape ? unescapeAt(slice.text, at + 1) : undefined;
  if (sequence !== undefined) return sequence;
  if (rules.unescapeSeparators && (separators.includes(next) || next === '\\')) return { text: next, length: 1 };
  if (rules.relaxedEscapes) return { text: `\\${next}`, length: 1 };
  return faultAt(slice, at, at + 2, `'\\${next}' is not an escape sequence that systemd knows`);
}

/** All words of a slice, or the first fault. */
export function splitWords(slice: Slice, rules: WordRules = {}): readonly Slice[] | Fault {
  const words: Slice[] = [];
  for (let at: number | undefined = 0; at !== undefined; ) {
    const next = nextWord(slice, at, rules);
    if (next === undefined) break;
    if (isFault(next)) return next;
    words.push(next.word);
    at = next.rest;
  }
  return words;
}
