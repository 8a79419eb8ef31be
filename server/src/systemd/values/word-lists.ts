import vocab from '../../../data/vocab.json';
import { slipsOf } from '../distance';
import { notOneOf, oneOf, parseBoolean } from './enumerations';
import { eachWord, type Grammar, invertible, silently } from './grammar';
import { accepted, fault, firstFault, part, quoted } from './slice';
import { isFault, splitWords } from './words';

const familyNames: readonly string[] = vocab.addressFamilies.map(({ name }) => name);

const families = invertible(
  eachWord({ unquote: true }, (word) => {
    if (familyNames.some((name) => name.toLowerCase() === word.text.toLowerCase())) return accepted;
    return fault(word, `${quoted(word.text)} is not an address family`, slipsOf(word.text, familyNames));
  }),
);

export const addressFamilies: Grammar = (value, context) =>
  value.text === 'none' ? accepted : families(value, context);

const namespaceNames: readonly string[] = ['cgroup', 'ipc', 'net', 'mnt', 'pid', 'user', 'uts', 'time'];

/** RestrictNamespaces= and DelegateNamespaces=: a boolean or namespaces; that of users cannot be delegated. */
export const namespaces: Grammar = (value, { directive }) => {
  if (parseBoolean(value.text) !== undefined) return accepted;
  const inverted = value.text.startsWith('~');
  const words = splitWords(inverted ? part(value, 1) : value);
  if (isFault(words)) return words;
  const userIsWrong = directive.name === 'DelegateNamespaces' && !inverted;
  return firstFault(words, (word) => {
    if (!namespaceNames.includes(word.text)) return notOneOf(word, namespaceNames);
    return userIsWrong && word.text === 'user' ? fault(word, 'The user namespace cannot be delegated') : accepted;
  });
};

const filesystemGroups = Object.keys(vocab.filesystemGroups);

export const filesystems: Grammar = invertible(
  eachWord({ unquote: true }, (word) =>
    !word.text.startsWith('@') || filesystemGroups.includes(word.text) ? accepted : notOneOf(word, filesystemGroups),
  ),
);

export const coredumpFilter: Grammar = eachWord({}, (word, { directive }) => {
  const allowed = [...directive.values, 'default', 'all'];
  const mask = /^(0x)?[0-9a-f]+$/i.test(word.text) && word.text.replace(/^0x/i, '').length <= 16;
  return mask || allowed.includes(word.text) ? accepted : notOneOf(word, allowed);
});

const refreshWords = invertible(eachWord({}, (word, context) => oneOf(context.directive.values)(word, context)));

export const refreshOnReload: Grammar = (value, context) =>
  parseBoolean(value.text) === undefined ? refreshWords(value, context) : accepted;

const bpfWords: Grammar = eachWord({ separators: ',' }, (word, context) =>
  silently(oneOf([...context.directive.values, 'any'])(word, context)),
);

export const bpfDelegation: Grammar = (value, context) => (value.text === 'any' ? accepted : bpfWords(value, context));
