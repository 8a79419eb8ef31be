import { isString, isUnknown, str as text } from '../../nix/value';
import { mergeEqual } from '../merging';
import { type OptionType, optionType, phrase } from '../option-type';
import { checked, known, separatedString } from './scalar';

function matches(test: (text: string) => boolean): OptionType['check'] {
  return known((value) => isString(value) && (value.holes !== undefined || test(value.text)));
}

export const nonEmptyStr = optionType({
  name: 'nonEmptyStr',
  description: 'non-empty string',
  descriptionClass: 'noun',
  check: matches((value) => !/^[ \t\n]*$/.test(value)),
  merge: mergeEqual,
});

/** One line; a newline at its end is taken off. */
export const singleLineStr = optionType({
  name: 'singleLineStr',
  description: '(optionally newline-terminated) single-line string',
  descriptionClass: 'noun',
  check: matches((value) => /^[^\n\r]*\n?$/.test(value)),
  merge: (ctx, loc, defs) => {
    const value = mergeEqual(ctx, loc, defs);
    if (!isString(value) || !value.text.endsWith('\n')) return value;
    return text(value.text.slice(0, -1), value.context, value.holes);
  },
});

/** A string that a pattern matches whole; `test` is the pattern's matcher. */
export function strMatching(pattern: string, test: (text: string) => boolean): OptionType {
  return optionType({
    name: `strMatching ${JSON.stringify(pattern)}`,
    description: `string matching the pattern ${pattern}`,
    descriptionClass: 'noun',
    check: matches(test),
    merge: mergeEqual,
    payload: pattern,
  });
}

/** An entry of passwd(5): no colon, no newline. */
export function passwdEntry(entry: OptionType): OptionType {
  const holds: OptionType['check'] = (_ctx, value) => isUnknown(value) || !isString(value) || !/[:\n]/.test(value.text);
  const description = `${phrase(entry, 'noun')}, not containing newlines or colons`;
  const type = checked(entry, holds, `passwdEntry ${entry.name}`, description);
  return optionType({ ...type, descriptionClass: 'nonRestrictiveClause' });
}

export const lines = separatedString('\n');
export const commas = separatedString(',');
export const envVar = separatedString(':');
