import type { Verdict } from '../types';
import { accepted, fault, faultAt, part, quoted, type Slice } from '../values/slice';
import { expandLetters, isOpen } from '../values/specifiers';
import { seconds } from '../values/time-span';
import { checkUser } from '../values/user';
import { isFault } from '../values/words';
import { ageByLetters, lineType, modifiersOf, specifierLetters } from './facts';

const MODE_LIMIT = 0o7777;

/** Whether a field says nothing: it is not written, or a dash. */
export function isUnset(field: Slice | undefined): field is undefined {
  return field === undefined || field.text === '' || field.text === '-';
}

/** The letter and the signs that follow it. */
export function checkType(type: Slice, version: number): Verdict {
  if (isOpen(type)) return accepted;
  const letter = type.text[0] ?? '';
  const signs = modifiersOf(letter, version).map(({ sign }) => sign);
  for (let i = 1; i < type.text.length; i++) {
    const sign = type.text[i] ?? '';
    if (!signs.includes(sign)) return faultAt(type, i, i + 1, `'${letter}' takes no modifier ${quoted(sign)}`);
    if (type.text.indexOf(sign, 1) < i)
      return faultAt(type, i, i + 1, `The modifier ${quoted(sign)} stands here twice`);
  }
  if (lineType(letter, version) !== undefined) return accepted;
  return faultAt(type, 0, 1, `${quoted(letter)} is no type of line that systemd ${version} knows`);
}

/** An absolute path, with its specifiers. */
export function checkPath(path: Slice, version: number): Verdict {
  const expanded = expandLetters(path, specifierLetters(version));
  if (isFault(expanded)) return expanded;
  const { text } = expanded;
  return isOpen(part(expanded, 0, 1)) || text.startsWith('/')
    ? accepted
    : fault(path, `${quoted(path.text)} is not an absolute path`);
}

/** An octal mode, after `~` (mask) and `:` (only when created). */
export function checkMode(mode: Slice): Verdict {
  if (isOpen(mode)) return accepted;
  const digits = mode.text.replace(/^[~:]+/, '');
  if (/^[0-7]+$/.test(digits) && Number.parseInt(digits, 8) <= MODE_LIMIT) return accepted;
  return fault(mode, `${quoted(mode.text)} is no mode in octal digits, such as 0755`);
}

/** A user or group, after `:` (only when created). */
export function checkOwner(owner: Slice): Verdict {
  if (isOpen(owner)) return accepted;
  return checkUser(owner.text.startsWith(':') ? part(owner, 1) : owner);
}

/** Letters that each stand for one of the things `of`. */
export function checkLetters(letters: Slice, known: string, of: string): Verdict {
  const wrong = [...letters.text].findIndex((letter) => !known.includes(letter));
  if (wrong === -1) return accepted;
  return faultAt(letters, wrong, wrong + 1, `${quoted(letters.text[wrong] ?? '')} is none of the ${of} ${known}`);
}

/** A time span, after `~` (keep the first level) and the time stamps that count, such as `m:`. */
export function checkAge(age: Slice): Verdict {
  if (isOpen(age)) return accepted;
  const spared = age.text.startsWith('~') ? part(age, 1) : age;
  const colon = spared.text.indexOf(':');
  if (colon !== -1) {
    const by = part(spared, 0, colon);
    if (by.text === '') return fault(spared, 'The time stamps that count are missing before this colon');
    const stamps = checkLetters(by, ageByLetters, 'time stamps');
    if (!stamps.ok) return stamps;
  }
  return seconds(part(spared, colon + 1));
}
