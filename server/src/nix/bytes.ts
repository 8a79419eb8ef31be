/**
 * Strings of Nix are bytes. Text is kept as UTF-16, where a byte that is not part of valid UTF-8 stands as a lone surrogate
 * U+DC80 to U+DCFF.
 */
const RAW = 0xdc00;
const NOT_ASCII = /[^\0-\x7f]/;

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** The length in bytes. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : encodeBytes(text).length;
}

function isRaw(unit: number): boolean {
  return unit >= 0xdc80 && unit <= 0xdcff;
}

/** Text to bytes: UTF-8, raw bytes as they are. */
export function encodeBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[length++] = unit;
    } else if (isRaw(unit)) {
      bytes[length++] = unit - RAW;
    } else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6);
      bytes[length++] = 0x80 | (unit & 0x3f);
    } else {
      const point = text.codePointAt(i) as number;
      if (point > 0xffff) {
        i++;
        bytes[length++] = 0xf0 | (point >> 18);
        bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
      } else {
        bytes[length++] = 0xe0 | (point >> 12);
      }
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[length++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes.slice(0, length);
}

/** How many bytes the well-formed UTF-8 sequence at `at` has; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] as number;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const beyond = (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f);
  return overlong || beyond ? 0 : length;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes to text; never fails. */
export function decodeBytes(bytes: Uint8Array): string {
  let text = '';
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += utf8.decode(bytes.subarray(start, at)) + String.fromCharCode(RAW + (bytes[at] as number));
      start = at + 1;
    }
    at += Math.max(length, 1);
  }
  return text + utf8.decode(bytes.subarray(start));
}

/** Whether the bytes are well-formed UTF-8. */
export function isUtf8(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point > 0xffff) i++;
    else if (isRaw(point)) return false;
  }
  return true;
}
