import path from 'node:path';
import { fileUri } from '../base/uri';
import type { SourceText } from '../features/session';
import type { NixParser } from '../syntax/parser';
import { type Io, UsageError } from './command';

/** Larger than any configuration; beyond it a file is taken for something else. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** A text to look at and the name the user gave it. */
export interface Source extends SourceText {
  readonly name: string;
}

/** Reads a file, or standard input for `-`. What cannot be read, or is no text, is a usage error. */
export function readSource(io: Io, parser: NixParser, name: string): Source {
  if (name === '-') return source(parser, path.join(io.cwd, 'stdin.nix'), '-', io.stdin());
  const absolute = path.resolve(io.cwd, name);
  const type = io.host.files.stat(absolute);
  if (type === undefined) throw new UsageError(`${name}: no such file.`);
  if (type === 'directory') throw new UsageError(`${name}: is a folder, not a file.`);
  const text = io.host.files.readText(absolute);
  if (text === undefined) throw new UsageError(`${name}: cannot be read.`);
  return source(parser, absolute, name, text);
}

function source(parser: NixParser, absolute: string, name: string, text: string): Source {
  if (text.includes('\0')) throw new UsageError(`${name}: is not a text file.`);
  if (text.length > MAX_CHARACTERS) throw new UsageError(`${name}: is too large (${text.length} characters).`);
  return { name, uri: fileUri(absolute), text, tree: parser.parse(text) };
}
