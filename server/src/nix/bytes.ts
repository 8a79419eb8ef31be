import { textBytes } from '../store/bytes';

const NOT_ASCII = /[^\0-\x7f]/;

/** Whether every character is one byte. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** The length of a text in bytes: what `builtins.stringLength` counts. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : textBytes(text).length;
}

/** Whether a text is valid UTF-8: no byte of it had to be kept as a lone surrogate. */
export function isUtf8(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point > 0xffff) i++;
    else if (point >= 0xdc80 && point <= 0xdcff) return false;
  }
  return true;
}
