import { isIPv4, isIPv6 } from '../values/ip-address';
import { fold } from './lines';

export interface Prefix {
  readonly family: 4 | 6;
  readonly length: number;
  readonly isLocalhost: boolean;
}

const everything: readonly Prefix[] = [
  { family: 4, length: 0, isLocalhost: false },
  { family: 6, length: 0, isLocalhost: false },
];

const localhost: readonly Prefix[] = [
  { family: 4, length: 8, isLocalhost: true },
  { family: 6, length: 128, isLocalhost: true },
];

/** The prefixes that systemd's words stand for; only what the assessment asks of them. */
const words: Readonly<Record<string, readonly Prefix[]>> = {
  any: everything,
  localhost,
  'link-local': [
    { family: 4, length: 16, isLocalhost: false },
    { family: 6, length: 64, isLocalhost: false },
  ],
  multicast: [
    { family: 4, length: 4, isLocalhost: false },
    { family: 6, length: 8, isLocalhost: false },
  ],
};

/** The prefixes of IPAddressAllow= or IPAddressDeny= lines (config_parse_in_addr_prefixes). */
export function prefixesOf(values: readonly string[]): readonly Prefix[] {
  return fold<readonly Prefix[]>(values, [], (state, value) => {
    const named = value.split(/\s+/).flatMap((word) => words[word] ?? readPrefix(word));
    return [...state, ...named];
  });
}

/** Whether the prefixes hold every address of both families. */
export function coversAll(prefixes: readonly Prefix[]): boolean {
  return everything.every(({ family }) => prefixes.some((prefix) => prefix.family === family && prefix.length === 0));
}

/** `ADDRESS[/LENGTH]`; nothing for a word that is none. Bits beyond the length do not count. */
function readPrefix(word: string): readonly Prefix[] {
  const [, address = '', digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  if (isIPv4(address)) {
    const length = Number(digits ?? 32);
    return length > 32 ? [] : [{ family: 4, length, isLocalhost: address.startsWith('127.') && length >= 8 }];
  }
  const length = Number(digits ?? 128);
  if (!isIPv6(address) || length > 128) return [];
  return [{ family: 6, length, isLocalhost: /^[0:.]*1$/.test(address) && length === 128 }];
}
