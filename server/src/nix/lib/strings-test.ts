import { expectText } from '../expect';
import { sliceText } from '../text';
import { force } from '../thunk';
import {
  isAttrs,
  isList,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { coerceText, functions, kindName } from './kit';

/** A string, or what coerces to one on its own: a path, a package. */
export function isStringLike(value: Value): boolean {
  return (
    isString(value) ||
    isPath(value) ||
    (isAttrs(value) && (value.entries.has('outPath') || value.entries.has('__toString')))
  );
}

function convertible(value: Lazy): boolean {
  const forced = force(value);
  if (isList(forced)) return forced.items.every(convertible);
  return isStringLike(forced) || ['null', 'int', 'float', 'bool'].includes(kindName(forced));
}

const undecided = (test: string, s: NixString) => unknown(`lib.${test} of "${s.text}"`);

const textOf = (value: Lazy): NixString => {
  const forced = force(value);
  return isPath(forced) ? str(forced.path) : expectText(forced);
};

/** Where the first unknown piece of a string begins; its length when all is known. */
const knownHead = (s: NixString) => s.holes?.[0]?.start ?? s.text.length;

const knownTail = (s: NixString) => s.text.length - (s.holes?.at(-1)?.end ?? 0);

function hasPrefix(prefix: NixString, s: NixString): Value {
  const head = Math.min(knownHead(s), knownHead(prefix));
  if (!s.text.slice(0, head).startsWith(prefix.text.slice(0, head))) return false;
  return knownHead(prefix) === prefix.text.length && prefix.text.length <= knownHead(s)
    ? true
    : s.holes === undefined && prefix.holes === undefined
      ? s.text.startsWith(prefix.text)
      : undecided('hasPrefix', s);
}

function hasSuffix(suffix: NixString, s: NixString): Value {
  if (suffix.holes !== undefined) return undecided('hasSuffix', suffix);
  if (s.holes === undefined || suffix.text.length <= knownTail(s)) return s.text.endsWith(suffix.text);
  const tail = s.text.slice(s.text.length - knownTail(s));
  return suffix.text.endsWith(tail) ? undecided('hasSuffix', s) : false;
}

/** nixpkgs lib/strings.nix: questions about strings. */
export const stringTests = functions({
  hasPrefix: (_rt, prefix, s) => !isPath(force(prefix)) && hasPrefix(expectText(prefix), textOf(s)),
  hasSuffix: (_rt, suffix, s) => !isPath(force(suffix)) && hasSuffix(expectText(suffix), textOf(s)),
  hasInfix: (_rt, infix, s) => {
    if (isPath(force(infix))) return false;
    const part = expectText(infix);
    const whole = textOf(s);
    if (part.holes !== undefined) return undecided('hasInfix', part);
    if (whole.text.includes(part.text)) return true;
    return whole.holes === undefined ? false : undecided('hasInfix', whole);
  },
  removePrefix: (_rt, prefix, s) => {
    const whole = textOf(s);
    if (isPath(force(prefix))) return whole;
    const start = expectText(prefix);
    return hasPrefix(start, whole) === true ? sliceText(whole, start.text.length, whole.text.length) : whole;
  },
  removeSuffix: (_rt, suffix, s) => {
    const whole = textOf(s);
    if (isPath(force(suffix))) return whole;
    const end = expectText(suffix);
    return hasSuffix(end, whole) === true ? sliceText(whole, 0, whole.text.length - end.text.length) : whole;
  },
  isStringLike: (_rt, value) => {
    const forced = force(value);
    return isUnknown(forced) ? forced : isStringLike(forced);
  },
  isConvertibleWithToString: (_rt, value) => {
    const forced = force(value);
    return isUnknown(forced) ? forced : convertible(forced);
  },
  isStorePath: (rt, value) => {
    const forced = force(value);
    if (isUnknown(forced)) return forced;
    if (!isStringLike(forced)) return false;
    const { text } = coerceText(rt, forced);
    return /^\/nix\/store\/[^/]*$/.test(text) || /^\/[0-9a-z]{52}$/.test(text);
  },
  typeOf: (_rt, value) => {
    const forced = force(value);
    return isUnknown(forced) ? forced : str(kindName(forced));
  },
});
