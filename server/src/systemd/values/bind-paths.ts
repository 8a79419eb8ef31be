import type { Verdict } from '../types';
import { notOneOf } from './enumerations';
import { eachWord, type Grammar, type GrammarContext } from './grammar';
import { checkExpanded, fieldsOf, tuples } from './mounts';
import { accepted, fault, firstFault, part, type Slice, whitespace } from './slice';
import { isFault, nextWord } from './words';

/** From this version on a bind mount is one word whose fields may escape a colon. */
const tuplesSince = 258;

/** BindPaths=: SOURCE[:DESTINATION[:rbind|norbind]], a missing SOURCE being fine after `-`. */
export const bindPaths: Grammar = (value, context) =>
  context.version >= tuplesSince ? bindTuples(value, context) : bindFields(value, context);

const bindTuples: Grammar = eachWord(tuples, (word, context) => {
  const fields = fieldsOf(word);
  if (isFault(fields)) return fields;
  const [source, destination, option, extra] = fields;
  if (source === undefined) return fault(word, 'A path is missing');
  if (extra !== undefined) return fault(extra, 'Nothing may follow the option');
  const verdict = checkPaths(source, destination, context);
  return verdict.ok && option !== undefined ? checkOption(option) : verdict;
});

/** Before: blanks and colons alike end a path, so that two blanks have an empty one between them. */
const bindFields: Grammar = (value, context) => {
  const rules = { separators: `:${whitespace}`, unquote: true, keepEmpty: true };
  const colonBefore = (rest: number | undefined) => rest !== undefined && value.text[rest - 1] === ':';
  let at: number | undefined = 0;
  while (at !== undefined) {
    const source = nextWord(value, at, rules);
    if (source === undefined || isFault(source)) return source ?? accepted;
    const target = colonBefore(source.rest) ? nextWord(value, source.rest, rules) : undefined;
    if (isFault(target)) return target;
    const verdict = checkPaths(source.word, target?.word, context);
    if (!verdict.ok) return verdict;
    at = (target ?? source).rest;
    if (target === undefined || !colonBefore(target.rest)) continue;
    const option = nextWord(value, target.rest, { unquote: true });
    if (option === undefined || isFault(option)) return option ?? accepted;
    const right = checkOption(option.word);
    if (!right.ok) return right;
    at = option.rest;
  }
  return accepted;
};

function checkPaths(source: Slice, destination: Slice | undefined, context: GrammarContext): Verdict {
  const start = source.text.startsWith('-') ? part(source, 1) : source;
  return firstFault([start, destination], (path) =>
    path === undefined ? accepted : checkExpanded(path, { kind: 'absolute' }, context),
  );
}

function checkOption(option: Slice): Verdict {
  return ['', 'rbind', 'norbind'].includes(option.text) ? accepted : notOneOf(option, ['rbind', 'norbind']);
}
