import { bytesText, textBytes } from '../../store/bytes';
import { coerceToString } from '../coerce';
import { NixError, UnknownSignal } from '../errors';
import { canonicalPath } from '../paths';
import type { Runtime } from '../runtime';
import { copiedPath, UNKNOWN_HASH } from '../store-copy';
import { force } from '../thunk';
import { isPath, type Lazy, type NixString, str, unknown } from '../value';

/**
 * The absolute path that a value names. What lies in the store as the result of a build is unknown here: reading it would be
 * import from derivation.
 */
export function readablePath(rt: Runtime, lazy: Lazy): string {
  const value = force(lazy);
  if (isPath(value)) return value.path;
  const string = coerceToString(rt, value, { mode: 'plain' });
  const hole = string.holes?.[0];
  if (hole !== undefined) throw new UnknownSignal(hole.unknown);
  if (!string.text.startsWith('/')) {
    throw new NixError('eval', `string '${string.text}' doesn't represent an absolute path`);
  }
  const copied = copiedPath(string);
  if (copied !== undefined) return copied;
  if (string.context !== undefined || string.text.includes(UNKNOWN_HASH)) throw new UnknownSignal(unknown(string.text));
  return canonicalPath(string.text);
}

/** The text of a generated file that a string names, such as one of `builtins.toFile`. */
export function generatedText(string: NixString): NixString | undefined {
  for (const { path, file } of string.context?.values() ?? []) {
    if (file !== undefined && string.text === path + file.subpath) return file.text;
  }
  return undefined;
}

export function missingPath(path: string): NixError {
  return new NixError('eval', `path '${path}' does not exist`);
}

export function readBytes(rt: Runtime, path: string): Uint8Array {
  const bytes = rt.files.readBytes(path);
  if (bytes !== undefined) return bytes;
  const text = rt.files.readText(path);
  if (text === undefined) throw missingPath(path);
  return textBytes(text);
}

/** A file's content as a string of the language. */
export function readText(rt: Runtime, path: string): NixString {
  const bytes = rt.files.readBytes(path);
  const text = bytes === undefined ? rt.files.readText(path) : bytesText(bytes);
  if (text === undefined) throw missingPath(path);
  if (text.includes('\0')) {
    throw new NixError('eval', `the contents of the file '${path}' cannot be represented as a Nix string`);
  }
  return str(text);
}
