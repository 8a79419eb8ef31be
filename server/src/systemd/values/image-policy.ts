import vocab from '../../../data/vocab.json';
import type { Verdict } from '../types';
import { type Grammar, silently } from './grammar';
import { accepted, fault, firstFault, part, quoted, type Slice } from './slice';
import { isFault, splitWords } from './words';

const flags: readonly string[] = vocab.imagePolicyFlags;
const partitions: readonly string[] = vocab.partitionDesignators;

/** `*`, `~`, `-`, or PARTITION=FLAG+FLAG rules separated by colons; what systemd does not know it skips (image-policy.c). */
export const imagePolicy: Grammar = (value) => {
  if (['*', '~', '-'].includes(value.text)) return accepted;
  const rules = splitWords(value, { separators: ':', keepEmpty: true });
  if (isFault(rules)) return rules;
  const seen = new Set<string>();
  return firstFault(rules, (rule) => {
    const equals = rule.text.indexOf('=');
    if (equals === -1) return fault(rule, `${quoted(rule.text)} is not PARTITION=FLAGS`);
    const name = part(rule, 0, equals);
    const known = partitions.includes(name.text.trim()) || name.text.trim() === '';
    if (known && seen.has(name.text.trim())) return fault(name, 'This partition has a rule already');
    if (known) seen.add(name.text.trim());
    const unknown = known
      ? undefined
      : silently(fault(name, `${quoted(name.text)} is not a kind of partition`, partitions));
    return unknown ?? checkFlags(part(rule, equals + 1));
  });
};

function checkFlags(list: Slice): Verdict {
  if (list.text.trim() === '' || list.text.trim() === '-') return accepted;
  const words = splitWords(list, { separators: '+', keepEmpty: true });
  if (isFault(words)) return words;
  return firstFault(words, (word) =>
    flags.includes(word.text.trim())
      ? accepted
      : silently(fault(word, `${quoted(word.text)} is not a policy for a partition`, flags)),
  );
}
