import { isKeyword } from '../../syntax/quote';

/** A text as JSON, as `builtins.toJSON` prints it. */
export function jsonText(text: string): string {
  return JSON.stringify(text);
}

/** `lib.strings.escapeNixString`: a text as a string literal of Nix. */
export function escapeNixString(text: string): string {
  return jsonText(text).replaceAll('$', '\\$');
}

/** `lib.strings.escapeNixIdentifier`: a name as it can stand left of `=`; `or` counts as reserved here. */
export function escapeIdentifier(name: string): string {
  const isBare = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !isKeyword(name) && name !== 'or';
  return isBare ? name : escapeNixString(name);
}

const LONGEST_NAME = 207;

/** `lib.strings.sanitizeDerivationName`: the nearest text that is a valid store name. */
export function sanitizeDerivationName(name: string): string {
  if (name.length <= LONGEST_NAME && /^[A-Za-z0-9+_?=-][A-Za-z0-9+._?=-]*$/.test(name)) return name;
  const cleaned = name.replace(/^\.*/, '').replace(/[^A-Za-z0-9+._?=-]+/g, '-');
  return cleaned.slice(Math.max(cleaned.length - LONGEST_NAME, 0)) || 'unknown';
}

/** The ellipsis stands for the unknown hash of a store path, whose characters need no quotes. */
const SHELL_SAFE = /^[A-Za-z0-9,._+:@%/…-]+$/;

/** `lib.strings.escapeShellArg` for a known text: quoted only where a shell needs it. */
export function shellArg(text: string): string {
  return SHELL_SAFE.test(text) ? text : `'${shellQuoted(text)}'`;
}

/** A text as it stands between single quotes of a shell. */
export function shellQuoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

const XML: Readonly<Record<string, string>> = {
  '"': '&quot;',
  "'": '&apos;',
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
};

/** `lib.strings.escapeXML`. */
export function escapeXml(text: string): string {
  return text.replace(/["'<>&]/g, (c) => XML[c] ?? c);
}

/** ASCII letters alone change, as in `lib.toLower`. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** ASCII letters alone change, as in `lib.toUpper`. */
export function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Each of the given single characters with a backslash before it. */
export function backslashed(characters: readonly string[], text: string): string {
  const special = new Set(characters);
  return Array.from(text, (c) => (special.has(c) ? `\\${c}` : c)).join('');
}

/** `builtins.parseDrvName`: the version begins after the first dash that no letter follows. */
export function nameAndVersion(text: string): { readonly name: string; readonly version: string } {
  const at = text.search(/-[^A-Za-z]/);
  return at < 0 ? { name: text, version: '' } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
