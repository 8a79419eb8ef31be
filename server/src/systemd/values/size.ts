import type { Grammar } from './grammar';
import { integerBetween, limits, parseInteger } from './integers';
import { accepted, fault, quoted } from './slice';

const suffixes = ['E', 'P', 'T', 'G', 'M', 'K', 'B', ''];
const largest = 2n ** 64n - 1n;

/**
 * A size in bytes: numbers with an optional fraction and a suffix out of K M G T P E B, larger suffixes first
 * (systemd's parse_size); undefined when it is none. `base` is 1024 or 1000.
 */
export function parseSize(text: string, base: 1000 | 1024 = 1024): bigint | undefined {
  let total = 0n;
  let rest = text;
  let first = 0;
  do {
    const item = /^[ \t\n\r]*\+?([0-9]+)(?:\.([0-9]*))?[ \t\n\r]*/.exec(rest);
    if (item === null) return undefined;
    const [matched, digits = '0', fraction = ''] = item;
    rest = rest.slice(matched.length);
    const at = suffixes.findIndex((suffix, i) => i >= first && rest.startsWith(suffix));
    const suffix = suffixes[at];
    if (suffix === undefined) return undefined;
    const factor = suffix === '' || suffix === 'B' ? 1n : BigInt(base) ** BigInt(6 - at);
    const whole = BigInt(digits);
    const part = fraction === '' ? 0 : Number(`0.${fraction}`);
    if (whole > largest || whole + (part > 0 ? 1n : 0n) > largest / factor) return undefined;
    total += whole * factor + BigInt(Math.floor(part * Number(factor)));
    if (total > largest) return undefined;
    rest = rest.slice(suffix.length);
    first = at + 1;
  } while (rest !== '');
  return total;
}

/** A share of ten thousand from `12.34%`, `12.3‰` or `12‱`; undefined when it is none (percent-util.c). */
export function parsePermyriad(text: string): number | undefined {
  const form = [
    { sign: '‱', digits: 0, factor: 1n },
    { sign: '‰', digits: 1, factor: 10n },
    { sign: '%', digits: 2, factor: 100n },
  ].find(({ sign }) => text.endsWith(sign));
  if (form === undefined) return undefined;
  const number = text.slice(0, -1);
  const dot = form.digits === 0 ? -1 : number.indexOf('.');
  const fraction = dot === -1 ? '' : number.slice(dot + 1);
  if (dot !== -1 && !(/^[0-9]+$/.test(fraction) && fraction.length <= form.digits)) return undefined;
  const whole = parseInteger(dot === -1 ? number : number.slice(0, dot));
  if (whole === undefined || whole < 0n || whole > limits.int[1]) return undefined;
  const share = whole * form.factor + BigInt(fraction.padEnd(form.digits, '0') || '0');
  return share > limits.int[1] ? undefined : Number(share);
}

/** Sizes as systemd writes them for what other tools write: `512MB`, `1GiB`, `64m`. */
function sizesFor(text: string): readonly string[] {
  const [, number = '', letter = ''] = /^([0-9.]+) ?([kmgtpe])(?:i?b)?$/i.exec(text) ?? [];
  const size = number + letter.toUpperCase();
  return parseSize(size) === undefined ? [] : [size];
}

const sizeHelp = 'a size such as 512M or 1G';

/** A size in bytes, at most `high`. */
export function sizeUpTo(high: bigint): Grammar {
  return (value) => {
    const size = parseSize(value.text);
    if (size === undefined) return fault(value, `${quoted(value.text)} is not ${sizeHelp}`, sizesFor(value.text));
    return size > high ? fault(value, `${quoted(value.text)} is too large`) : accepted;
  };
}

const mayBeZero: readonly string[] = [
  'MemorySwapMax',
  'StartupMemorySwapMax',
  'MemoryZSwapMax',
  'StartupMemoryZSwapMax',
  'MemoryLow',
  'StartupMemoryLow',
  'MemoryMin',
  'DefaultMemoryLow',
  'DefaultStartupMemoryLow',
  'DefaultMemoryMin',
];

/** A size, a share of the memory, or `infinity`. */
export const memoryLimit: Grammar = (value, { directive }) => {
  if (value.text === 'infinity') return accepted;
  const share = parsePermyriad(value.text);
  const size = share !== undefined && share <= 10_000 ? BigInt(share) : parseSize(value.text);
  if (size === undefined) {
    const message = value.text.endsWith('%') ? 'is not a share from 0% to 100%' : `is not ${sizeHelp}, 20% or infinity`;
    return fault(value, `${quoted(value.text)} ${message}`, [...sizesFor(value.text), 'infinity']);
  }
  if (size >= largest) return fault(value, `${quoted(value.text)} is too large`, ['infinity']);
  if (size > 0n || mayBeZero.includes(directive.name)) return accepted;
  return fault(value, `${directive.name}= cannot be zero`);
};

/** A whole number above zero, a share of the system's limit, or `infinity`. */
export const tasksMax: Grammar = (value, context) => {
  if (value.text === 'infinity') return accepted;
  const share = parsePermyriad(value.text);
  if (share !== undefined && share <= 10_000) return accepted;
  return integerBetween(1n, limits.u64[1] - 1n)(value, context);
};

/** A size or a share of the file system, or `off`. */
export const directoryQuota: Grammar = (value) => {
  const share = parsePermyriad(value.text);
  if (value.text === 'off' || (share !== undefined && share <= 10_000) || parseSize(value.text) !== undefined)
    return accepted;
  return fault(value, `${quoted(value.text)} is not ${sizeHelp}, a share such as 20%, or off`, [
    ...sizesFor(value.text),
    'off',
  ]);
};

export const cpuQuota: Grammar = (value) => {
  const share = parsePermyriad(value.text);
  if (share === undefined) return fault(value, `${quoted(value.text)} is not a share such as 50% or 200%`);
  return share > 0 ? accepted : fault(value, 'This share must be above zero');
};

export const percentOfMemory: Grammar = (value) => {
  const share = parsePermyriad(value.text);
  if (share !== undefined && share <= 10_000) return accepted;
  return fault(value, `${quoted(value.text)} is not a share from 0% to 100%`);
};

/** Bytes a second or operations a second, base 1000, or `infinity`. */
export const ioRate: Grammar = (value, context) =>
  value.text === 'infinity' ? accepted : positiveRate(value, context);

export const positiveRate: Grammar = (value) => {
  const size = parseSize(value.text, 1000);
  if (size !== undefined && size > 0n) return accepted;
  return fault(value, `${quoted(value.text)} is not a rate above zero such as 5M, or infinity`, ['infinity']);
};
