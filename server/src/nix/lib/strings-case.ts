import { NixError } from '../errors';
import { expectText } from '../expect';
import type { Runtime } from '../runtime';
import { withText } from '../text';
import { force } from '../thunk';
import { isString, isUnknown, type Lazy, list, type NixString, str } from '../value';
import { charsOf, coerceText, functions, join, kindName, later, mapKnown, namedArgs, trueFor } from './kit';
import { lower, upper } from './nix-text';

const SPACE = ' \\t\\r\\n';

function trim(s: NixString, start: boolean, end: boolean): NixString {
  if (s.holes !== undefined) return s;
  const left = start ? s.text.replace(new RegExp(`^[${SPACE}]+`), '') : s.text;
  return { ...s, text: end ? left.replace(new RegExp(`[${SPACE}]+$`), '') : left };
}

const sentence = (text: string) => upper(text.slice(0, 1)) + lower(text.slice(1));

function camel(text: string): string {
  const words = text.split(/[-_ ]/).flatMap((part) => part.split(/(?<=[a-z])(?=[A-Z])/));
  return words.map((word, i) => (i === 0 ? lower(word) : sentence(word))).join('');
}

function onString(name: string, value: Lazy, f: (text: string) => string) {
  const known = force(value);
  if (isUnknown(known)) return known;
  if (!isString(known))
    throw new NixError('throw', `${name} does only accepts string values, but got ${kindName(known)}`);
  return mapKnown(known, f);
}

/** Cuts where the predicate holds of a character and the one before it; the character itself is kept or dropped. */
function splitBy(rt: Runtime, pred: Lazy, keep: boolean, text: string): string[] {
  const parts = [''];
  let before = '';
  for (const c of charsOf(text)) {
    if (trueFor(rt, pred, str(before), str(c))) parts.push(keep ? c : '');
    else parts.push(`${parts.pop() ?? ''}${c}`);
    before = c;
  }
  return parts;
}

/** nixpkgs lib/strings.nix: letter case, trimming, splitting. */
export const stringCases = functions({
  toLower: (_rt, text) => mapKnown(expectText(text), lower),
  toUpper: (_rt, text) => mapKnown(expectText(text), upper),
  toSentenceCase: (_rt, text) => onString('toSentenceCase', text, sentence),
  toCamelCase: (_rt, text) => onString('toCamelCase', text, camel),
  trim: (_rt, text) => trim(expectText(text), true, true),
  trimWith: (_rt, options, text) => {
    const { start, end } = namedArgs(options, { start: false, end: false });
    return trim(expectText(text), force(start) === true, force(end) === true);
  },
  stringToCharacters: (_rt, text) => {
    const known = expectText(text);
    return list(
      known.holes === undefined ? charsOf(known.text).map((c) => withText(known, c)) : [],
      known.holes?.[0]?.unknown,
    );
  },
  stringAsChars: (rt, f, text) => {
    const known = expectText(text);
    if (known.holes !== undefined) return known;
    return join(rt, str(''), list(charsOf(known.text).map((c) => later(rt, f, withText(known, c)))));
  },
  splitString: (rt, separator, text) => {
    const by = coerceText(rt, separator).text;
    const known = coerceText(rt, text);
    const parts = by === '' ? ['', ...Array.from(known.text), ''] : known.text.split(by);
    if (known.holes === undefined) return list(parts.map((part) => withText(known, part)));
    return list(partsWithHoles(known, parts, by.length), known.holes[0]?.unknown);
  },
  splitStringBy: (rt, pred, keep, text) => {
    const known = expectText(text);
    if (known.holes !== undefined) return list([known], known.holes[0]?.unknown);
    return list(splitBy(rt, pred, force(keep) === true, known.text).map((part) => withText(known, part)));
  },
  replaceString: (rt, from, to, text) => {
    const search = expectText(from);
    const known = expectText(text);
    if (search.holes !== undefined || !known.text.includes(search.text)) return known;
    if (search.text === '')
      return join(rt, expectText(to), list(['', ...charsOf(known.text), ''].map((part) => withText(known, part))));
    const parts = known.text.split(search.text);
    return join(rt, expectText(to), list(partsWithHoles(known, parts, search.text.length)));
  },
});

function partsWithHoles(s: NixString, parts: readonly string[], gap: number): NixString[] {
  let at = 0;
  return parts.map((text) => {
    const start = at;
    at += text.length + gap;
    const holes = (s.holes ?? [])
      .filter((hole) => hole.start >= start && hole.end <= start + text.length)
      .map((hole) => ({ ...hole, start: hole.start - start, end: hole.end - start }));
    return { ...s, text, holes: holes.length > 0 ? holes : undefined };
  });
}
