/** Digits of Nix's base 32: without e, o, t and u. */
const NIX32_ALPHABET = '0123456789abcdfghijklmnpqrsvwxyz';

/** Characters that `size` bytes take in Nix's base 32. */
export function nix32Length(size: number): number {
  return size === 0 ? 0 : Math.floor((size * 8 - 1) / 5) + 1;
}

/** Nix's base 32: five bits a digit, the least significant bits of the first byte last. */
export function encodeNix32(bytes: Uint8Array): string {
  let text = '';
  for (let digit = nix32Length(bytes.length) - 1; digit >= 0; digit--) {
    const bit = digit * 5;
    const index = bit >> 3;
    const pair = (bytes[index] ?? 0) | ((bytes[index + 1] ?? 0) << 8);
    text += NIX32_ALPHABET[(pair >> (bit & 7)) & 31];
  }
  return text;
}

export type Nix32Problem = 'alphabet' | 'length' | 'overflow';

/** The `size` bytes that a text in Nix's base 32 stands for; `overflow` when its leading digit carries bits beyond them. */
export function decodeNix32(text: string, size: number): Uint8Array | Nix32Problem {
  if (text.length !== nix32Length(size)) return 'length';
  const bytes = new Uint8Array(size);
  for (let digit = 0; digit < text.length; digit++) {
    const value = NIX32_ALPHABET.indexOf(text.charAt(text.length - 1 - digit));
    if (value < 0) return 'alphabet';
    const bit = digit * 5;
    const index = bit >> 3;
    const shifted = value << (bit & 7);
    bytes[index] = (bytes[index] ?? 0) | (shifted & 255);
    if (index + 1 < size) bytes[index + 1] = (bytes[index + 1] ?? 0) | (shifted >> 8);
    else if (shifted >> 8 !== 0) return 'overflow';
  }
  return bytes;
}
