import { isFdName } from './credential';
import { notOneOf } from './enumerations';
import type { Grammar } from './grammar';
import { accepted, fault, firstFault, quoted } from './slice';
import { isFault, splitWords } from './words';

const exclusive: readonly string[] = ['read-only', 'append', 'truncate'];

/** OpenFile=: PATH[:NAME[:OPTION,…]] (open-file.c). */
export const openFile: Grammar = (value, { directive }) => {
  const fields = splitWords(value, { separators: ':', keepEmpty: true, cunescape: true });
  if (isFault(fields)) return fields;
  const [path, name, options, extra] = fields;
  if (path === undefined) return fault(value, 'A path is missing');
  if (extra !== undefined && extra.text !== '') return fault(extra, 'Nothing may follow the options');
  if (!path.text.startsWith('/')) return fault(path, `${quoted(path.text)} is not an absolute path`);
  if (name === undefined && !isFdName(path.text.split('/').at(-1) ?? ''))
    return fault(path, 'This file name cannot be the name of its descriptor; give one after a colon');
  if (/^\/+$/.test(path.text) && (name === undefined || name.text === '')) return fault(path, 'A file is expected');

  if (name !== undefined && !isFdName(name.text))
    return fault(name, `${quoted(name.text)} cannot be the name of a file descriptor`);
  const words = options === undefined ? [] : splitWords(options, { separators: ',' });
  if (isFault(words)) return words;
  const seen = new Set<string>();
  return firstFault(words, (word) => {
    if (!directive.values.includes(word.text)) return notOneOf(word, directive.values);
    if (seen.has(word.text)) return fault(word, `${quoted(word.text)} is given twice`);
    seen.add(word.text);
    const clash = exclusive.filter((option) => seen.has(option)).length > 1;
    return clash ? fault(word, 'Only one of read-only, append and truncate is possible') : accepted;
  });
};
