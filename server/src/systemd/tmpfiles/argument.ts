import type { Fault, Verdict } from '../types';
import { unescapeAll } from '../values/escapes';
import { isFileName } from '../values/path';
import { accepted, fault, part, quoted, type Slice } from '../values/slice';
import { expandLetters, isOpen } from '../values/specifiers';
import { isFault, splitWords } from '../values/words';
import { attributeLetters, type LineType, refusesArgument, specifierLetters } from './facts';
import { checkLetters, isUnset } from './fields';

/** What an argument is checked with: the line's type, the signs after its letter, and the systemd version. */
export interface ArgumentContext {
  readonly type: LineType;
  readonly signs: string;
  readonly version: number;
}

/** The seventh field, which goes to the end of the line. `line` is what a missing one is reported on. */
export function checkArgument(argument: Slice | undefined, line: Slice, context: ArgumentContext): Verdict {
  const { type, signs, version } = context;
  if (signs.includes('^')) return checkCredential(argument, line);
  if (isUnset(argument)) {
    return type.argument === 'required' ? fault(line, `A line of type '${type.letter}' needs an argument`) : accepted;
  }
  if (type.argument === 'none') {
    const consequence = refusesArgument(version) ? 'systemd refuses the line' : 'systemd ignores it';
    return fault(argument, `A line of type '${type.letter}' takes no argument: ${consequence}`);
  }
  if (signs.includes('~')) return accepted;
  const text = CHECKS[type.letter]?.(argument) ?? accepted;
  if (!text.ok) return text;
  const expanded = checkText(argument, context);
  if (isFault(expanded)) return expanded;
  const isRelative = type.letter === 'C' && !/^[/\uE000]/.test(expanded.text);
  return isRelative ? fault(argument, `${quoted(argument.text)} is not an absolute path`) : accepted;
}

/** The name of a credential, which the content is taken from. */
function checkCredential(argument: Slice | undefined, line: Slice): Verdict {
  if (isUnset(argument)) return fault(line, "The modifier '^' needs the name of a credential as the argument");
  if (isOpen(argument) || (isFileName(argument.text) && /^[ -9;-~]+$/.test(argument.text))) return accepted;
  return fault(argument, `${quoted(argument.text)} cannot be the name of a credential`);
}

/** The letters whose argument has specifiers. */
const EXPANDED = 'fFwLCtTaA';

function checkText(argument: Slice, { type, signs, version }: ArgumentContext): Slice | Fault {
  const text = type.escapes === true || signs.includes('?') ? unescapeAll(argument) : argument;
  if (isFault(text) || !EXPANDED.includes(type.letter)) return text;
  return expandLetters(text, specifierLetters(version));
}

function checkDevice(argument: Slice): Verdict {
  if (isOpen(argument) || /^\d+:\d+$/.test(argument.text)) return accepted;
  return fault(argument, `${quoted(argument.text)} is no pair of device numbers, such as 1:3`);
}

/** Attributes of chattr(1): letters after `+`, `-` or `=`. */
function checkAttributes(argument: Slice): Verdict {
  if (isOpen(argument)) return accepted;
  const mode = /^[+=-]/.exec(argument.text)?.[0] ?? '';
  const letters = part(argument, mode.length);
  if (letters.text === '' && mode !== '=') return fault(argument, 'File attributes are missing after the sign');
  return checkLetters(letters, attributeLetters, 'file attributes');
}

function checkExtended(argument: Slice): Verdict {
  const words = splitWords(argument, { unquote: true });
  if (isFault(words)) return words;
  const wrong = words.find((word) => !isOpen(word) && !/^[^=]+=/.test(word.text));
  return wrong === undefined
    ? accepted
    : fault(wrong, `${quoted(wrong.text)} is no extended attribute, such as user.name=value`);
}

const CHECKS: Readonly<Record<string, (argument: Slice) => Verdict>> = {
  c: checkDevice,
  b: checkDevice,
  h: checkAttributes,
  H: checkAttributes,
  t: checkExtended,
  T: checkExtended,
};
