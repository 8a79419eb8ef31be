import type { Slice } from '../values/slice';
import { hole } from '../values/specifiers';
import { parseTimeSpan } from '../values/time-span';
import { isFault } from '../values/words';
import { checkTmpfilesLine } from './check';
import { lineType } from './facts';
import { isUnset } from './fields';
import { FIELDS, type Field, parseLine } from './line';

/** The types that own what they name: only one line may say what it is. */
const OWNERS = 'fFdDvqQpLcbCwexXrR';

/** Types whose paths are looked at as patterns, apart from the others. */
function isPattern(letter: string, version: number): boolean {
  return lineType(letter, version)?.glob === true;
}

/** What decides whether two lines can both be applied. */
export interface Claim {
  /** Lines of one key are about one path. */
  readonly key: string;
  readonly path: string;
  /** What the line says of it; lines that say the same do not conflict. */
  readonly says: string;
  /** Lines that append do not conflict with each other. */
  readonly appends: boolean;
}

/** A field as systemd keeps it: `0755` is `755`, `root` is `0`, `24h` is `1d`. */
const KEPT: Readonly<Partial<Record<Field, (text: string) => string>>> = {
  mode: (text) => `${[...text.replace(/[0-7]/g, '')].sort().join('')}${Number.parseInt(text.replace(/\D/g, ''), 8)}`,
  user: (text) => text.replace(/^(:?)root$/, '$10'),
  group: (text) => text.replace(/^(:?)root$/, '$10'),
  age: (text) => {
    const span = /[^~:]*$/.exec(text)?.[0] ?? '';
    return `${text.slice(0, text.length - span.length)}${parseTimeSpan(span)}`;
  },
  argument: (text) => text,
};

/** The types whose mode is 0755 where none is given; that of the others is 0644. */
const FOLDERS = 'dDvqQ';

function said(letter: string, field: Field, written: Slice | undefined): string {
  if (!isUnset(written)) return KEPT[field]?.(written.text) ?? '';
  return field === 'mode' && FOLDERS.includes(letter) ? '- folder' : '-';
}

/** What a line claims; undefined for one that owns nothing, is only applied at boot, is wrong, or is not known whole. */
export function claimOf(line: Slice, version: number): Claim | undefined {
  const fields = parseLine(line, version);
  if (fields === undefined || isFault(fields) || line.text.includes(hole)) return undefined;
  const { type, path } = fields;
  const letter = type?.text[0] ?? '';
  if (type === undefined || path === undefined || letter === '' || !OWNERS.includes(letter)) return undefined;
  if (type.text.includes('!') || path.text.includes('%')) return undefined;
  if (!checkTmpfilesLine(line, version).ok) return undefined;
  const simplified = path.text
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/^\/var\/run\//, '/run/');
  return {
    key: `${isPattern(letter, version) ? 'pattern' : 'path'} ${simplified}`,
    path: simplified,
    says: JSON.stringify(FIELDS.map((field) => said(letter, field, fields[field]))),
    appends: letter === 'w' && type.text.includes('+'),
  };
}

/** Whether the second of two lines about one path is passed over. */
export function excludes(first: Claim, second: Claim): boolean {
  return first.says !== second.says && !(first.appends && second.appends);
}
