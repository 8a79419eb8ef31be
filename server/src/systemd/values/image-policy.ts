import vocab from '../../../data/vocab.json';
import { wordsOf } from '../catalogue';
import type { Fault, Verdict } from '../types';
import type { Grammar } from './grammar';
import { accepted, fault, firstFault, part, quoted, type Slice } from './slice';
import { isFault, splitWords } from './words';

/** From this version on systemd skips the partitions and policies that it does not know. */
const gracefulSince = 258;

/** `*`, `~`, `-`, or PARTITION=FLAG+FLAG rules separated by colons (image-policy.c). */
export const imagePolicy: Grammar = (value, { version }) => {
  if (['*', '~', '-'].includes(value.text)) return accepted;
  const rules = splitWords(value, { separators: ':', keepEmpty: true });
  if (isFault(rules)) return rules;
  const partitions = wordsOf('partition_designator', version);
  const seen = new Set<string>();
  return firstFault(rules, (rule) => {
    const equals = rule.text.indexOf('=');
    if (equals === -1) return fault(rule, `${quoted(rule.text)} is not PARTITION=FLAGS`);
    const name = part(rule, 0, equals);
    const partition = name.text.trim();
    if (partition !== '' && !partitions.includes(partition)) {
      return unknown(fault(name, `${quoted(name.text)} is not a kind of partition`, partitions), version);
    }
    if (seen.has(partition)) return fault(name, 'This partition has a rule already');
    seen.add(partition);
    return checkFlags(part(rule, equals + 1), version);
  });
};

function checkFlags(list: Slice, version: number): Verdict {
  if (['', '-'].includes(list.text.trim())) return accepted;
  const words = splitWords(list, { separators: '+', keepEmpty: true });
  if (isFault(words)) return words;
  const flags = vocab.imagePolicyFlags;
  return firstFault(words, (word) => {
    if (flags.includes(word.text.trim())) return accepted;
    return unknown(fault(word, `${quoted(word.text)} is not a policy for a partition`, flags), version);
  });
}

function unknown(wrong: Fault, version: number): Fault {
  return version >= gracefulSince ? { ...wrong, silent: true } : wrong;
}
