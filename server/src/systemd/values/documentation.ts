import { eachWord, type Grammar, withHoles } from './grammar';
import { accepted, fault, quoted } from './slice';
import { isOpen } from './specifiers';

const ascii = /^\p{ASCII}*$/u;

/** Documentation=: http, https, file, info and man URIs. */
export const documentation: Grammar = withHoles('full', (value, context) => uris(value, context));

const uris: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) => {
  if (isOpen(word)) return accepted;
  const [, rest] = /^(?:https?:\/\/|file:\/|info:|man:)(.+)$/s.exec(word.text) ?? [];
  if (rest !== undefined && ascii.test(word.text)) return accepted;
  return fault(word, `${quoted(word.text)} is not a URI that starts with https:, http:, file:/, info: or man:`);
});
