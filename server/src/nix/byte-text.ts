import { bytesText, textBytes } from '../store/bytes';
import { isAscii } from './bytes';
import { withText } from './text';
import type { NixString } from './value';

/** A text with one character (0 to 255) for each byte, for what counts in bytes; ASCII is left as it is. */
export function toByteText(text: string): string {
  if (isAscii(text)) return text;
  let out = '';
  for (const byte of textBytes(text)) out += String.fromCharCode(byte);
  return out;
}

/** The inverse of `toByteText`. */
export function fromByteText(text: string): string {
  if (isAscii(text)) return text;
  return bytesText(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}

const RAW_BYTES = /[\udc80-\udcff]{2}/;

/** Bytes that were apart and now stand side by side become the characters that they are. */
export function wholeBytes(string: NixString): NixString {
  const { text, holes } = string;
  return holes === undefined && RAW_BYTES.test(text) ? withText(string, bytesText(textBytes(text))) : string;
}
