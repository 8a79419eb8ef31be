import type { Verdict } from '../types';
import { eachWord, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, quoted, type Slice } from './slice';

/** As many CPUs or nodes as systemd can count. */
const cpuLimit = 8192n;

/** CPUs or memory nodes: numbers and ranges. */
function cpuRange(word: Slice): Verdict {
  const [first = '', last] = splitOnce(word.text, '-');
  const low = parseInteger(first);
  const high = last === undefined ? low : parseInteger(last);
  const fits = (n: bigint | undefined) => n !== undefined && n >= 0n && n < 2n ** 32n;
  if (low === undefined || high === undefined || !fits(low) || !fits(high)) {
    return fault(word, `${quoted(word.text)} is not a number or a range such as 0-3`);
  }
  if (low > high) return fault(word, `The range ${quoted(word.text)} goes backward`);
  return high < cpuLimit ? accepted : fault(word, `${quoted(word.text)} is too large`);
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** CPUs or memory nodes, separated by blanks or commas. */
export const cpuSet: Grammar = eachWord({ separators: ' \t\n\r,', unquote: true }, cpuRange);

export const cpuAffinity: Grammar = (value, context) => (value.text === 'numa' ? accepted : cpuSet(value, context));

export const numaMask: Grammar = (value, context) => (value.text === 'all' ? accepted : cpuSet(value, context));
