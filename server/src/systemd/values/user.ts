import type { Verdict } from '../types';
import { eachWord, expanded, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, quoted, type Slice } from './slice';

const reservedIds: readonly bigint[] = [65535n, 4294967295n];

/** A user or group: a numeric id, or a name by systemd's relaxed rules (user-util.c). */
function isUserName(text: string): boolean {
  const id = parseInteger(text, { base: 10, signs: false, leadingZeros: false, leadingSpace: false });
  if (id !== undefined && id < 2n ** 32n) return !reservedIds.includes(id);
  if (text === '' || text === '.' || text === '..') return false;
  return !/^ | $|[\p{Cc}:/]|^-?[0-9]*$/u.test(text);
}

/** A name or a numeric id, whether it exists or not. */
export function checkUser(value: Slice): Verdict {
  if (/^(65535|4294967295)$/.test(value.text))
    return fault(value, `${value.text} is no id of a user or group, but stands for none`);
  return isUserName(value.text)
    ? accepted
    : fault(value, `${quoted(value.text)} is neither a user or group name nor a numeric id`);
}

export const userOrGroup: Grammar = expanded('full', checkUser);

export const groups: Grammar = eachWord({}, expanded('full', checkUser));
