import { eachWord, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { isIPv4, isIPv6 } from './ip-address';
import { accepted, fault, faultAt, quoted } from './slice';

const addressWords: readonly string[] = ['any', 'localhost', 'link-local', 'multicast'];
const localNames = /^(localhost|localhost\.localdomain|.*\.localhost(\.localdomain)?)\.?$/i;

/** Addresses with an optional prefix length, and words for ranges (in-addr-prefix-util.c). */
export const ipPrefixes: Grammar = eachWord({}, (word) => {
  if (addressWords.includes(word.text) || localNames.test(word.text)) return accepted;
  const slash = word.text.indexOf('/');
  const address = slash === -1 ? word.text : word.text.slice(0, slash);
  const bits = isIPv4(address) ? 32n : isIPv6(address) ? 128n : undefined;
  if (bits === undefined)
    return fault(word, `${quoted(word.text)} is not an IP address, a prefix or a word such as any`, addressWords);
  if (slash === -1) return accepted;
  const length = parseInteger(word.text.slice(slash + 1));
  if (length !== undefined && length >= 0n && length <= bits) return accepted;
  return faultAt(word, slash + 1, word.text.length, `A prefix length from 0 to ${bits} is expected`);
});
