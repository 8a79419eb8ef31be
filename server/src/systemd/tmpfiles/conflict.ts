import type { Slice } from '../values/slice';
import { hole } from '../values/specifiers';
import { isFault } from '../values/words';
import { lineType } from './facts';
import { isUnset } from './fields';
import { type Field, parseLine } from './line';

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
  /** What the line says of it; lines that say the same do not conflict. */
  readonly says: string;
  /** Lines that append do not conflict with each other. */
  readonly appends: boolean;
}

const SAID: readonly Field[] = ['mode', 'user', 'group', 'age', 'argument'];

/** What a line claims; undefined for one that owns nothing, is only applied at boot, or is not known whole. */
export function claimOf(line: Slice, version: number): Claim | undefined {
  const fields = parseLine(line, version);
  if (fields === undefined || isFault(fields) || line.text.includes(hole)) return undefined;
  const { type, path } = fields;
  const letter = type?.text[0] ?? '';
  if (type === undefined || path === undefined || letter === '' || !OWNERS.includes(letter)) return undefined;
  if (type.text.includes('!') || path.text.includes('%')) return undefined;
  const simple = path.text
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/^\/var\/run\//, '/run/');
  return {
    key: `${isPattern(letter, version) ? 'pattern' : 'path'} ${simple}`,
    says: JSON.stringify(SAID.map((field) => (isUnset(fields[field]) ? '-' : fields[field].text))),
    appends: letter === 'w' && type.text.includes('+'),
  };
}
