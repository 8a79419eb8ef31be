import type { Verdict } from '../types';
import { eachWord, type Grammar, withHoles } from './grammar';
import { accepted, fault, part, quoted, type Slice } from './slice';
import { hole, isOpen } from './specifiers';

function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

function checkName(name: Slice): Verdict {
  if (isName(name.text.replaceAll(hole, name.text.startsWith(hole) ? 'x' : '_'))) return accepted;
  return fault(
    name,
    `${quoted(name.text)} is not the name of a variable: letters, digits and _ are, a digit not first`,
  );
}

function checkAssignment(word: Slice): Verdict {
  const equals = word.text.indexOf('=');
  if (equals !== -1) return checkName(part(word, 0, equals));
  if (isOpen(word)) return accepted;
  return fault(
    word,
    `${quoted(word.text)} is not NAME=VALUE; a value with spaces needs quotes around the whole assignment`,
  );
}

const quotedWords = { unquote: true, cunescape: true };

export const environment: Grammar = eachWord(quotedWords, withHoles('full', checkAssignment));

export const environmentNames: Grammar = eachWord({ unquote: true }, withHoles('full', checkName));

/** UnsetEnvironment=: names, or assignments that are dropped only when they are equal. */
export const environmentRemovals: Grammar = eachWord(
  quotedWords,
  withHoles('full', (word) => (word.text.includes('=') ? checkAssignment(word) : checkName(word))),
);

/** LogExtraFields=: FIELD=VALUE with a journal field of one's own. */
export const journalFields: Grammar = eachWord(
  quotedWords,
  withHoles('full', (word) => {
    const equals = word.text.indexOf('=');
    if (equals === -1) return isOpen(word) ? accepted : fault(word, `${quoted(word.text)} is not FIELD=VALUE`);
    const name = part(word, 0, equals);
    if (name.text.includes(hole) || /^[A-Z][A-Z0-9_]{0,63}$/.test(name.text)) return accepted;
    return fault(
      name,
      `${quoted(name.text)} is not a journal field: capitals, digits and _, a capital first, at most 64`,
    );
  }),
);
