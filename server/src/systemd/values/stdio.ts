import { isBase64, isFdName } from './credential';
import { notOneOf } from './enumerations';
import { unescapeAll } from './escapes';
import type { Grammar } from './grammar';
import { absolutePath } from './path';
import { accepted, fault, part, quoted, type Slice } from './slice';
import { expand, isOpen } from './specifiers';
import { isFault } from './words';

/** Words of old that still stand for the journal. */
const oldOutputs: readonly string[] = ['syslog', 'syslog+console'];

function stream(fileWords: readonly string[], spare: readonly string[]): Grammar {
  return (value, context) => {
    const colon = value.text.indexOf(':');
    const word = value.text.slice(0, colon === -1 ? undefined : colon);
    const rest = part(value, colon + 1);
    if (colon !== -1 && word === 'fd') return descriptor(rest, context.version);
    if (colon !== -1 && fileWords.includes(word)) return absolutePath(rest, context);
    if ([...context.directive.values, ...spare].includes(value.text)) return accepted;
    const plain = context.directive.values.filter((known) => !fileWords.includes(known));
    return notOneOf(value, [...plain, ...fileWords.map((known) => `${known}:`)]);
  };
}

function descriptor(name: Slice, version: number) {
  const resolved = expand(name, 'full', version);
  if (isFault(resolved)) return resolved;
  if (isOpen(resolved) || isFdName(resolved.text)) return accepted;
  return fault(name, `${quoted(name.text)} cannot be the name of a file descriptor`);
}

/** StandardInput=: a word, `fd:NAME` or `file:PATH`. */
export const standardInput: Grammar = stream(['file'], []);

/** StandardOutput= and StandardError=: a word, `fd:NAME`, `file:PATH`, `append:PATH` or `truncate:PATH`. */
export const standardOutput: Grammar = stream(['file', 'append', 'truncate'], oldOutputs);

export const inputText: Grammar = (value, { version }) => {
  const text = unescapeAll(value);
  if (isFault(text)) return text;
  const resolved = expand(text, 'full', version);
  return isFault(resolved) ? resolved : accepted;
};

export const inputData: Grammar = (value, { version }) =>
  isBase64(value.text, version) ? accepted : fault(value, 'This is not base 64');
