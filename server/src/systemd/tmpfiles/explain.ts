import { manPageUrl } from '../catalogue';
import { explainMode, explainSpan } from '../explain';
import { parseTimeSpan } from '../values/time-span';
import { type LineType, lineType, modifiersOf } from './facts';
import type { Field } from './line';

const MANUAL = `[tmpfiles.d](${manPageUrl('tmpfiles.d', undefined)})`;

/** What each field is, in our own words (tmpfiles.d(5)). */
const FIELD_WORDS: Readonly<Record<Field, string>> = {
  type: 'What is done: a letter, and signs that change how.',
  path: 'What it is done to: an absolute path, in which specifiers such as `%t` expand.',
  mode: 'The permissions in octal digits. `~` before them keeps bits that the file does not have off, `:` sets them only when the file is created.',
  user: 'The owner: a name or a number. With `:` before it only when the file is created.',
  group: 'The group: a name or a number. With `:` before it only when the file is created.',
  age: 'What is older is removed by `systemd-tmpfiles --clean`, which runs once a day: a time span such as `10d`; `0` for all at once. `~` before it spares the first level, letters and a colon choose the time stamps that count: `a` read, `b` created, `c` changed, `m` written, capitals for folders.',
  argument: 'What the type needs beside the path, to the end of the line.',
};

/** A type of line in Markdown: what it does, and the signs that it takes. */
export function explainType(letter: string, version: number): string | undefined {
  const type = lineType(letter, version);
  if (type === undefined) return undefined;
  const signs = modifiersOf(letter, version)
    .filter(({ sign }) => sign !== '+' || type.plus === true)
    .map(({ sign, description }) => `- \`${sign}\`: ${description}`);
  return [`**${letter}** · ${type.title}`, type.description, ...older(type), signs.join('\n'), MANUAL].join('\n\n');
}

function older({ since, legacy }: LineType): readonly string[] {
  return [
    ...(since === undefined ? [] : [`Since: systemd ${since}`]),
    ...(legacy === undefined ? [] : [`Legacy: write \`${legacy}\` instead.`]),
  ];
}

/** A field of a line in Markdown, with what its value means. */
export function explainField(field: Field, value: string, letter: string, version: number): string | undefined {
  if (field === 'type') return explainType(letter, version) ?? FIELD_WORDS.type;
  return [`**${field}**`, FIELD_WORDS[field], ...meaning(field, value, letter, version), MANUAL].join('\n\n');
}

function meaning(field: Field, value: string, letter: string, version: number): readonly string[] {
  const type = lineType(letter, version);
  switch (field) {
    case 'mode':
      return explainMode(value.replace(/^[~:]+/, ''));
    case 'age':
      return explainSpan(parseTimeSpan(/[^~:]*$/.exec(value)?.[0] ?? ''));
    case 'argument':
      return type === undefined ? [] : [argumentOf(type)];
    case 'path':
      return type?.glob === true ? ['It may be a pattern with `*`, `?` and `[…]`.'] : [];
    default:
      return [];
  }
}

function argumentOf({ letter, argument, hint }: LineType): string {
  if (argument === 'none') return `A line of type \`${letter}\` takes none.`;
  return `A line of type \`${letter}\` ${argument === 'required' ? 'needs' : 'takes'} one: \`${hint}\`.`;
}
