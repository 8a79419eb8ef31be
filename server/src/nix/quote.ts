import { isKeyword } from '../syntax/quote';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_'-]*$/;
const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal as Nix prints it. */
export function quoteString(text: string): string {
  return `"${text.replace(/["\\\n\r\t]|\$(?=\{)/g, (found) => ESCAPES[found] ?? `\\${found}`)}"`;
}

/** An attribute name as Nix prints it: bare where it can be. */
export function quoteName(name: string): string {
  return IDENTIFIER.test(name) && !isKeyword(name) ? name : quoteString(name);
}

/** `base.name`, in the spelling that `why` of an unknown uses. */
export function selectText(base: string, name: string): string {
  return `${base}.${quoteName(name)}`;
}
