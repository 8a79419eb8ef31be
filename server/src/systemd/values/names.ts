import { isFdName } from './credential';
import { eachWord, expanded, type Grammar } from './grammar';
import { isFileName } from './path';
import { accepted, fault, firstFault, quoted } from './slice';
import { isFault, splitWords } from './words';

export const busName: Grammar = expanded('full', (value) => {
  const valid = /^(:[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+|[A-Za-z_-][A-Za-z0-9_-]*(\.[A-Za-z_-][A-Za-z0-9_-]*)+)$/.test(
    value.text,
  );
  return valid && value.text.length <= 255
    ? accepted
    : fault(value, `${quoted(value.text)} is not a bus name such as org.example.Service`);
});

export const fdName: Grammar = expanded('full', (value) =>
  isFdName(value.text) ? accepted : fault(value, `${quoted(value.text)} cannot be the name of a file descriptor`),
);

const longestNamespace = 200;

export const logNamespace: Grammar = expanded('full', (value) => {
  const valid =
    /^[0-9A-Za-z:_.@-]+$/.test(value.text) && isFileName(value.text) && value.text.length <= longestNamespace;
  return valid ? accepted : fault(value, `${quoted(value.text)} cannot be the name of a log namespace`);
});

/** The names of rules of systemd-oomd. */
export const oomRules: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) =>
  isFileName(word.text) && !/[\p{Cc}\\"'*?[]/u.test(word.text)
    ? accepted
    : fault(word, `${quoted(word.text)} cannot be the name of a rule`),
);

export const sessionNames: Grammar = (value) => {
  const words = splitWords(value);
  if (isFault(words)) return words;
  const seen = new Set<string>();
  return firstFault(words, (word) => {
    if (!isFdName(word.text) || /[\\"'*?[]/.test(word.text))
      return fault(word, `${quoted(word.text)} cannot be the name of a session`);
    if (seen.has(word.text)) return fault(word, `${quoted(word.text)} is given twice`);
    seen.add(word.text);
    return accepted;
  });
};
