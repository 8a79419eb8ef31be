import vocab from '../../../data/vocab.json';
import type { Verdict } from '../types';
import type { Grammar } from './grammar';
import { parseInteger } from './integers';
import { parseSize } from './size';
import { accepted, fault, quoted, type Slice } from './slice';
import { parseTimeSpan } from './time-span';
import { isFault, splitWords } from './words';

const units: Readonly<Record<string, string>> = vocab.rlimits;
const largest = 2n ** 64n - 1n;

type LimitKind = 'seconds' | 'microseconds' | 'bytes' | 'nice' | 'number';

function kindOf(name: string): LimitKind {
  const resource = name.replace(/^Limit/, '');
  const unit = units[resource] ?? 'number';
  if (resource === 'CPU') return 'seconds';
  if (resource === 'RTTIME') return 'microseconds';
  if (resource === 'NICE') return 'nice';
  return unit.startsWith('bytes') ? 'bytes' : 'number';
}

const help: Readonly<Record<LimitKind, string>> = {
  seconds: 'a time span or infinity',
  microseconds: 'a time span or infinity',
  bytes: 'a size such as 64M, or infinity',
  nice: 'a nice level from -20 to +19 with its sign, or 0 to 40',
  number: 'a whole number or infinity',
};

/** The value of one side of a limit; a number of its unit, infinity being the largest. */
function parseLimit(text: string, kind: LimitKind): bigint | undefined {
  if (kind === 'nice') return parseNice(text);
  if (text === 'infinity') return largest;
  if (kind === 'bytes') return belowLargest(parseSize(text));
  if (kind === 'number') return belowLargest(parseInteger(text));
  const span = parseTimeSpan(text, kind === 'microseconds' ? 1 : 1_000_000);
  if (span === undefined) return undefined;
  if (span === Number.POSITIVE_INFINITY) return largest;
  return BigInt(Math.ceil(kind === 'microseconds' ? span : span / 1_000_000));
}

function belowLargest(value: bigint | undefined): bigint | undefined {
  return value !== undefined && value >= 0n && value < largest ? value : undefined;
}

function parseNice(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0];
  const level = parseInteger(sign === undefined ? text : text.slice(1));
  if (level === undefined || level < 0n) return undefined;
  if (sign === '+') return level < 20n ? 20n - level : undefined;
  if (sign === '-') return level <= 20n ? 20n + level : undefined;
  return level <= 40n ? level : undefined;
}

/** SOFT or SOFT:HARD in the unit of the limit (rlimit-util.c). */
export const resourceLimit: Grammar = (value, { directive }) => {
  const kind = kindOf(directive.name);
  const sides = splitWords(value, { separators: ':', keepEmpty: true });
  if (isFault(sides)) return sides;
  const [soft = value, hard = soft, extra] = sides;
  if (extra !== undefined && !(extra.text === '' && sides.length === 3))
    return fault(extra, 'Nothing may follow the hard limit');
  const low = parseLimit(soft.text, kind);
  if (low === undefined) return notLimit(soft, kind);
  const high = parseLimit(hard.text, kind);
  if (high === undefined) return notLimit(hard, kind);
  return low <= high ? accepted : fault(value, 'The soft limit is higher than the hard one');
};

function notLimit(value: Slice, kind: LimitKind): Verdict {
  return fault(value, `${quoted(value.text)} is not ${help[kind]}`, kind === 'nice' ? [] : ['infinity']);
}
