import { NixError } from '../errors';
import { expectAttrs, expectList, expectString, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { isAttrs, isList, isUnknown, type Lazy, list, type NixString, str } from '../value';
import { charsOf, coerceText, entriesOf, functions, join, mapKnown, openItems, texts } from './kit';
import { backslashed, escapeIdentifier, escapeNixString, escapeXml, shellArg, shellQuoted } from './nix-text';
import { isStringLike } from './strings-test';

/** `lib.escapeShellArg`; a string that is not wholly known is quoted whatever its unknown pieces are. */
function escapeShellArg(rt: Runtime, value: Lazy): NixString {
  const text = coerceText(rt, value);
  return text.holes === undefined
    ? { ...text, text: shellArg(text.text) }
    : concatStrings(rt, [str("'"), mapKnown(text, shellQuoted), str("'")]);
}

/** `lib.escapeShellArgs`: each argument escaped, joined by blanks. */
export function escapeShellArgs(rt: Runtime, values: Lazy): NixString {
  const known = expectList(values);
  return join(
    rt,
    str(' '),
    list(
      known.items.map((item) => escapeShellArg(rt, item)),
      known.open,
    ),
  );
}

const POSIX_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `lib.toShellVar`: an assignment of a shell. */
export function toShellVar(rt: Runtime, name: string, value: Lazy): NixString {
  if (!POSIX_NAME.test(name)) throw new NixError('throw', `toShellVar: ${name} is not a valid shell variable name`);
  const forced = force(value);
  if (isAttrs(forced) && !isStringLike(forced)) {
    const pairs = entriesOf(forced).map(([key, one]) =>
      concatStrings(rt, [str(`[${shellArg(key)}]=`), escapeShellArg(rt, one.value)]),
    );
    return concatStrings(rt, [
      str(`declare -A ${name}=(`),
      join(rt, str(' '), list(pairs, openItems(forced))),
      str(')'),
    ]);
  }
  return isList(forced)
    ? concatStrings(rt, [str(`declare -a ${name}=(`), escapeShellArgs(rt, forced), str(')')])
    : concatStrings(rt, [str(`${name}=`), escapeShellArg(rt, forced)]);
}

const REGEX_SPECIAL = charsOf('\\[{()^$?*+|.');

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

/** nixpkgs lib/strings.nix: escaping. */
export const stringEscapes = functions({
  escape: (_rt, characters, text) => {
    const special = texts(characters);
    const known = expectText(text);
    return special.every((c) => c.length === 1)
      ? mapKnown(known, (piece) => backslashed(special, piece))
      : mapKnown(known, (piece) => escapeTexts(special, piece));
  },
  escapeC: (_rt, characters, text) => {
    const special = new Set(texts(characters));
    return mapKnown(expectText(text), (piece) =>
      Array.from(piece, (c) => (special.has(c) ? `\\x${hex(c.charCodeAt(0))}` : c)).join(''),
    );
  },
  escapeURL: (_rt, text) =>
    mapKnown(expectText(text), (piece) =>
      piece.replace(/[^A-Za-z0-9._~\u0080-\uffff-]/g, (c) => `%${hex(c.charCodeAt(0)).toUpperCase()}`),
    ),
  escapeShellArg: (rt, value) => escapeShellArg(rt, value),
  escapeShellArgs: (rt, values) => escapeShellArgs(rt, values),
  isValidPosixName: (_rt, name) => POSIX_NAME.test(expectString(name)),
  toShellVar: (rt, name, value) => toShellVar(rt, expectString(name), value),
  toShellVars: (rt, vars) => {
    const known = expectAttrs(vars);
    return join(
      rt,
      str('\n'),
      list(
        entriesOf(known).map(([name, one]) => toShellVar(rt, name, one.value)),
        openItems(known),
      ),
    );
  },
  escapeNixString: (rt, text) => {
    const known = expectText(text);
    return concatStrings(rt, [str('"'), mapKnown(known, (piece) => escapeNixString(piece).slice(1, -1)), str('"')]);
  },
  escapeNixIdentifier: (_rt, text) => {
    const known = force(text);
    if (isUnknown(known)) return known;
    const name = expectText(known);
    return name.holes === undefined ? { ...name, text: escapeIdentifier(name.text) } : name;
  },
  escapeRegex: (_rt, text) => mapKnown(expectText(text), (piece) => backslashed(REGEX_SPECIAL, piece)),
  escapeXML: (_rt, text) => mapKnown(expectText(text), escapeXml),
});

/** Backslashes before texts of any length: the first of the list that matches at a place wins, as in `replaceStrings`. */
function escapeTexts(special: readonly string[], text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const found = special.find((one) => one !== '' && text.startsWith(one, at)) ?? '';
    out += found === '' ? text[at] : `\\${found}`;
    at += Math.max(found.length, 1);
  }
  return out;
}
