import { wordsOf } from '../catalogue';
import type { Fault, Verdict } from '../types';
import { notOneOf } from './enumerations';
import { eachWord, type Grammar, type GrammarContext } from './grammar';
import { apiRefusedSince, checkPath, type PathRules } from './path';
import { accepted, fault, firstFault, part, quoted, type Slice } from './slice';
import { expand } from './specifiers';
import { isFault, splitWords } from './words';

export const tuples = { unquote: true, retainEscape: true };

/** `A:B:C` with escapes; each field once. */
export function fieldsOf(word: Slice): readonly Slice[] | Fault {
  return splitWords(word, { separators: ':', cunescape: true, unescapeSeparators: true, keepEmpty: true });
}

export function checkExpanded(path: Slice, rules: PathRules, { version }: GrammarContext): Verdict {
  const resolved = expand(path, 'full', version);
  return isFault(resolved) ? resolved : checkPath(resolved, rules);
}

/** TemporaryFileSystem=: PATH[:OPTIONS]. */
export const temporaryFilesystems: Grammar = eachWord({ unquote: true }, (word, context) => {
  const [path] = splitColon(word);
  return checkExpanded(path, { kind: 'absolute' }, context);
});

function splitColon(word: Slice): readonly [Slice, Slice | undefined] {
  const colon = word.text.indexOf(':');
  return colon === -1 ? [word, undefined] : [part(word, 0, colon), part(word, colon + 1)];
}

/** The first version with a third field in StateDirectory= and its kin. */
const directoryFlagsSince = 257;

/** RuntimeDirectory=, StateDirectory= and their kin: NAME[:LINK[:ro]], relative paths. */
export const directories: Grammar = eachWord(tuples, (word, context) => {
  const fields = context.version < directoryFlagsSince ? imageFields(word) : fieldsOf(word);
  if (isFault(fields)) return fields;
  const [source, link, flags] = fields;
  if (source === undefined) return fault(word, 'A path is missing');
  const verdict = checkExpanded(source, { kind: 'relative' }, context);
  if (!verdict.ok) return verdict;
  if (/^private(\/|$)/.test(source.text)) return fault(source, "The name 'private' is systemd's own");
  if (link !== undefined && link.text !== '') {
    if (context.directive.name === 'ConfigurationDirectory')
      return fault(link, 'ConfigurationDirectory= takes no link');
    const linked = checkExpanded(link, { kind: 'relative' }, context);
    if (!linked.ok) return linked;
  }
  if (flags === undefined) return accepted;
  if (context.version < directoryFlagsSince) {
    return { ...fault(flags, `systemd ${context.version} knows NAME:LINK alone`), silent: true };
  }
  return ['', 'ro'].includes(flags.text) ? accepted : notOneOf(flags, ['ro']);
});

const partitionsOf = ({ version }: GrammarContext): readonly string[] => wordsOf('partition_designator', version);

/** `PARTITION:OPTIONS` pairs after the paths; options alone are those of the root partition. */
function checkOptionPairs(fields: readonly Slice[], context: GrammarContext): Verdict {
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i];
    if (name !== undefined && !partitionsOf(context).includes(name.text)) return notOneOf(name, partitionsOf(context));
  }
  return firstFault(fields, (field) => {
    const resolved = expand(field, 'full', context.version);
    return isFault(resolved) ? resolved : accepted;
  });
}

function imageFields(word: Slice): readonly Slice[] | Fault {
  return splitWords(word, { separators: ':', cunescape: true, unescapeSeparators: true });
}

function checkImage(path: Slice, devAllowed: boolean, context: GrammarContext): Verdict {
  const start = path.text.startsWith('-') ? part(path, 1) : path;
  return checkExpanded(
    start,
    { kind: 'absolute', outsideApi: context.version >= apiRefusedSince, devAllowed },
    context,
  );
}

/** MountImages=: IMAGE:DESTINATION[:PARTITION:OPTIONS…]. */
export const mountImages: Grammar = eachWord(tuples, (word, context) => {
  const fields = imageFields(word);
  if (isFault(fields)) return fields;
  const [source, destination, ...options] = fields;
  if (source === undefined) return accepted;
  const verdict = checkImage(source, true, context);
  if (!verdict.ok) return verdict;
  if (destination === undefined) return fault(word, 'An image needs a destination: IMAGE:PATH');
  const placed = checkExpanded(
    destination,
    { kind: 'absolute', outsideApi: context.version >= apiRefusedSince, devAllowed: true },
    context,
  );
  return placed.ok ? checkOptionPairs(options, context) : placed;
});

/** ExtensionImages=: IMAGE[:PARTITION:OPTIONS…]. */
export const extensionImages: Grammar = eachWord(tuples, (word, context) => {
  const fields = imageFields(word);
  if (isFault(fields)) return fields;
  const [source, ...options] = fields;
  if (source === undefined) return accepted;
  const verdict = checkImage(source, false, context);
  return verdict.ok ? checkOptionPairs(options, context) : verdict;
});

/** RootImageOptions=: [PARTITION:]OPTIONS. */
export const rootImageOptions: Grammar = eachWord(tuples, (word, context) => {
  const fields = imageFields(word);
  if (isFault(fields)) return fields;
  if (fields.length > 2) return fault(word, `${quoted(word.text)} is not PARTITION:OPTIONS`);
  return checkOptionPairs(fields, context);
});
