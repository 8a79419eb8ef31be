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
  const octets = readOctets(address);
  const family = octets === undefined ? 6 : 4;
  const longest = family === 4 ? 32 : 128;
  const length = digits === undefined ? longest : Number(digits);
  if (length > longest) return [];
  if (octets !== undefined) return [{ family, length, isLocalhost: octets[0] === 127 && length >= 8 }];
  const groups = readGroups(address);
  if (groups === undefined) return [];
  const isOne = groups.every((group, at) => group === (at === 7 ? 1 : 0));
  return [{ family, length, isLocalhost: isOne && length === 128 }];
}

function readOctets(address: string): readonly number[] | undefined {
  const parts = address.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return valid ? parts.map(Number) : undefined;
}

/** The eight groups of an IPv6 address, whose last two may be written as an IPv4 address. */
function readGroups(address: string): readonly number[] | undefined {
  const halves = address.split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(readGroup)));
  const count = head.length + tail.length;
  const complete = halves.length === 1 ? count === 8 : halves.length === 2 && count < 8;
  const groups = [...head, ...Array.from({ length: 8 - Math.min(count, 8) }, () => 0), ...tail];
  return complete && groups.every((group) => !Number.isNaN(group)) ? groups : undefined;
}

function readGroup(text: string): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = readOctets(text) ?? [];
  if (text.includes('.')) return readOctets(text) === undefined ? [Number.NaN] : [a * 256 + b, c * 256 + d];
  return [/^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN];
}
