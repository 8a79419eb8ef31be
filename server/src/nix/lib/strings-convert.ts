import { byteLength } from '../bytes';
import { NixError } from '../errors';
import { expectInt, expectString, expectText } from '../expect';
import { fitsInt, formatFixed } from '../number';
import { checkOutput, type Runtime } from '../runtime';
import { force } from '../thunk';
import { isAttrs, isString, isUnknown, type Lazy, type NixString, str, unknown, type Value } from '../value';
import { charsOf, coerceText, functions, lookup, mapKnown, member, readText } from './kit';
import { escapeNixString, nameAndVersion, sanitizeDerivationName } from './nix-text';
import { commonPrefix, commonSuffix, distance, withinDistance } from './text-distance';

const thrown = (message: string) => new NixError('throw', message);

function parsedInt(name: string, text: NixString, digits: RegExp): Value {
  if (text.holes !== undefined) return unknown(`lib.${name} of "${text.text}"`);
  const found = digits.exec(text.text)?.[1];
  if (found === undefined) throw thrown(`${name}: Could not convert ${escapeNixString(text.text)} to int.`);
  if (name === 'toInt' && /^0[0-9]+/.test(found))
    throw thrown(
      `toInt: Ambiguity in interpretation of ${escapeNixString(text.text)} between octal and zero padded integer.`,
    );
  const value = BigInt(found);
  if (!fitsInt(value)) throw thrown(`${name}: Could not convert ${escapeNixString(text.text)} to int.`);
  return value;
}

/** `lib.fixedWidthString`: the filler before the text until it has the width, in bytes. */
function fixedWidth(rt: Runtime, width: number, filler: string, text: string): string {
  checkOutput(rt, width);
  const missing = width - byteLength(text);
  if (missing < 0)
    throw thrown(
      `fixedWidthString: requested string length (${width}) must not be shorter than actual length (${byteLength(text)})`,
    );
  if (missing === 0) return text;
  const step = byteLength(filler);
  const used = step === 0 ? 0 : Math.ceil(missing / step);
  if (step === 0 || used * step !== missing)
    throw thrown(
      `fixedWidthString: requested string length (${width - used * step}) must not be shorter than actual length (${byteLength(text)})`,
    );
  return filler.repeat(used) + text;
}

function nameOrVersion(rt: Runtime, value: Lazy, attribute: 'pname' | 'version', part: 'name' | 'version'): Value {
  const known = force(value);
  if (isUnknown(known)) return known;
  if (isString(known)) return { ...known, text: nameAndVersion(known.text)[part], context: undefined };
  if (!isAttrs(known)) throw new NixError('type', 'expected a set or a string');
  const given = known.entries.get(attribute);
  if (given !== undefined) return force(given.value);
  const name = force(member(known, 'name'));
  if (isUnknown(name)) return name;
  const parsed = nameAndVersion(coerceText(rt, name).text)[part];
  const open = parsed === '' && known.open !== undefined ? lookup(known, attribute) : undefined;
  return open === undefined ? str(parsed) : force(open);
}

const normalized = (text: string) => text.replace(/\/+/g, '/');

/** nixpkgs lib/strings.nix: numbers, names, files and measures. */
export const stringConversions = functions({
  toInt: (_rt, text) => parsedInt('toInt', expectText(text), /^\s*(-?[0-9]+)\s*$/),
  toIntBase10: (_rt, text) => parsedInt('toIntBase10', expectText(text), /^\s*0*(-?[0-9]+)\s*$/),
  fixedWidthString: (rt, width, filler, text) => {
    const known = expectText(text);
    if (known.holes !== undefined) return known;
    return { ...known, text: fixedWidth(rt, Number(expectInt(width)), expectString(filler), known.text) };
  },
  fixedWidthNumber: (rt, width, number) => {
    const known = coerceText(rt, number);
    return known.holes === undefined
      ? { ...known, text: fixedWidth(rt, Number(expectInt(width)), '0', known.text) }
      : known;
  },
  floatToString: (rt, value) => {
    const known = force(value);
    if (typeof known === 'number' && Number(formatFixed(known)) !== known)
      rt.trace(`evaluation warning: Imprecise conversion from float to string ${formatFixed(known)}`);
    return coerceText(rt, known);
  },
  getName: (rt, value) => nameOrVersion(rt, value, 'pname', 'name'),
  getVersion: (rt, value) => nameOrVersion(rt, value, 'version', 'version'),
  nameFromURL: (_rt, url, separator) => {
    const known = expectText(url);
    if (known.holes !== undefined) return unknown(`lib.nameFromURL of "${known.text}"`);
    const file = known.text.slice(known.text.lastIndexOf('/') + 1);
    const [name = ''] = file.split(expectString(separator));
    if (name === file) throw new NixError('assert', "assertion '(name != filename)' failed");
    return str(name, known.context);
  },
  fileContents: (rt, file) => {
    const text = readText(rt, file);
    if (isUnknown(text)) return text;
    const known = expectText(text);
    return known.text.endsWith('\n') ? { ...known, text: known.text.slice(0, -1) } : known;
  },
  sanitizeDerivationName: (_rt, name) => {
    const known = expectText(name);
    return known.holes === undefined
      ? str(sanitizeDerivationName(known.text))
      : { ...mapKnown(known, (piece) => piece.replace(/[^A-Za-z0-9+._?=-]+/g, '-')), context: undefined };
  },
  normalizePath: (_rt, text) => mapKnown(expectText(text), normalized),
  charToInt: (_rt, c) => {
    const [first, ...rest] = charsOf(expectString(c));
    if (first === undefined || rest.length > 0) throw new NixError('missing', `attribute '${expectString(c)}' missing`);
    const unit = first.charCodeAt(0);
    return BigInt(unit >= 0xdc80 ? unit - 0xdc00 : unit);
  },
  levenshtein: (_rt, left, right) => BigInt(distance(charsOf(expectString(left)), charsOf(expectString(right)))),
  levenshteinAtMost: (_rt, limit, left, right) =>
    withinDistance(Number(expectInt(limit)), charsOf(expectString(left)), charsOf(expectString(right))),
  commonPrefixLength: (_rt, left, right) =>
    BigInt(commonPrefix(charsOf(expectString(left)), charsOf(expectString(right)))),
  commonSuffixLength: (_rt, left, right) =>
    BigInt(commonSuffix(charsOf(expectString(left)), charsOf(expectString(right)))),
});
