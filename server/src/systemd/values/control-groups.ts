import vocab from '../../../data/vocab.json';
import { notOneOf, oneOf, parseBoolean } from './enumerations';
import { eachWord, type Grammar, silently } from './grammar';
import { integerBetween } from './integers';
import { accepted, fault, quoted } from './slice';
import { isFault, splitWords } from './words';

/** DisableControllers=: unknown words are dropped in silence, unless no known one is left. */
export const controllers: Grammar = (value, { directive }) => {
  const words = splitWords(value);
  if (isFault(words)) return words;
  const unknown = words.find((word) => !directive.values.includes(word.text));
  if (unknown === undefined) return accepted;
  const verdict = notOneOf(unknown, directive.values);
  return words.some((word) => directive.values.includes(word.text)) ? silently(verdict) : verdict;
};

const delegated = eachWord({ unquote: true }, (word, context) => oneOf(context.directive.values)(word, context));

/** Delegate=: a boolean or controllers. */
export const delegate: Grammar = (value, context) =>
  parseBoolean(value.text) === undefined ? delegated(value, context) : accepted;

const controllerNames: readonly string[] = vocab.cgroupControllers;

/** DelegateSubgroup=: the name of a control group that is not the kernel's own. */
export const delegateSubgroup: Grammar = (value) => {
  const { text } = value;
  const kernels = /^(notify_on_release|release_agent|tasks)$|^cgroup\./.test(text);
  const reserved = kernels || controllerNames.some((name) => text.startsWith(`${name}.`));
  const valid = /^[^/_.][^/]{0,254}$/.test(text) && !reserved;
  return valid ? accepted : fault(value, `${quoted(text)} cannot be the name of a control group`);
};

export const weight: Grammar = integerBetween(1n, 10_000n);

export const cpuWeight: Grammar = (value, context) => (value.text === 'idle' ? accepted : weight(value, context));
