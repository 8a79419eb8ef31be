import type { Fault, Verdict } from '../types';
import type { Grammar } from './grammar';
import { isFileName } from './path';
import { accepted, byteLength, fault, faultAt, part, quoted, type Slice, sliceOf, whitespace } from './slice';
import { expand, hole } from './specifiers';
import { isFault, nextWord, type Word, type WordRules } from './words';

/** One command of an Exec line; offsets are in the line. */
export interface ExecCommand {
  /** The characters before the program, such as `-@`. */
  readonly prefixes: Slice;
  /** The program; with the prefix `|` there is none, the shell runs the arguments. */
  readonly program: Slice;
  /** The name the program gets instead of its path, with the prefix `@`. */
  readonly argv0: Slice | undefined;
  readonly args: readonly Slice[];
}

const rules: WordRules = { unquote: true, cunescape: true };
/** The first version whose Exec lines know the prefix `|`. */
const shellSince = 258;
/** The first version read that refuses `*`, `?` and `[` in the path of a program. */
const globsRefusedSince = 262;
/** The first version read that knows `.` and `..` at the end of a path to be folders. */
const dotsRefusedSince = 257;

/** The commands of an Exec line, as far as it can be understood; specifiers stay as they are written. */
export function parseExecLine(text: string, version = Number.POSITIVE_INFINITY): readonly ExecCommand[] {
  return readLine(sliceOf(text), version).commands;
}

export const execLine: Grammar = (value, { version }) => {
  const line = readLine(value, version);
  if (line.fault !== undefined) return line.fault;
  for (const command of line.commands) {
    const verdict = checkCommand(command, version);
    if (!verdict.ok) return verdict;
  }
  return accepted;
};

interface ReadLine {
  readonly commands: readonly ExecCommand[];
  readonly fault: Fault | undefined;
}

function readLine(value: Slice, version: number): ReadLine {
  const commands: ExecCommand[] = [];
  let wrong: Fault | undefined;
  let at: number | undefined = 0;
  while (at !== undefined) {
    const first = readWord(value, at);
    if (isFault(first)) return { commands, fault: wrong ?? first };
    if (first === undefined) break;
    wrong ??= first.escape;
    at = first.rest;
    if (first.word.text === ';') continue;
    const args = readArguments(value, at);
    commands.push(commandOf(first.word, args.words, version));
    wrong ??= args.fault;
    if (!args.more) break;
    at = args.rest;
  }
  return { commands, fault: wrong };
}

interface ReadWord extends Word {
  /** The first escape of the word that is none; systemd keeps it as it is and warns. */
  readonly escape: Fault | undefined;
}

function readWord(value: Slice, at: number): ReadWord | Fault | undefined {
  const strict = nextWord(value, at, rules);
  if (!isFault(strict)) return strict && { ...strict, escape: undefined };
  const relaxed = nextWord(value, at, { ...rules, relaxedEscapes: true });
  if (relaxed === undefined || isFault(relaxed)) return relaxed;
  return { ...relaxed, escape: strict };
}

interface ReadArguments {
  readonly words: readonly Slice[];
  readonly rest: number | undefined;
  /** A lone `;` ended the command and another may follow. */
  readonly more: boolean;
  readonly fault: Fault | undefined;
}

function readArguments(value: Slice, from: number | undefined): ReadArguments {
  const words: Slice[] = [];
  let wrong: Fault | undefined;
  let at = from;
  while (at !== undefined) {
    while (at < value.text.length && whitespace.includes(value.text[at] ?? '')) at++;
    const lone = /^(\\?;)(?=[ \t\n\r]|$)/.exec(value.text.slice(at))?.[1];
    if (lone === ';') return { words, rest: at + 1, more: true, fault: wrong };
    if (lone !== undefined) {
      words.push(part(value, at + 1, at + 2));
      at += 2;
      continue;
    }
    const next = readWord(value, at);
    if (isFault(next)) return { words, rest: undefined, more: false, fault: wrong ?? next };
    if (next === undefined) break;
    wrong ??= next.escape;
    words.push(next.word);
    at = next.rest;
  }
  return { words, rest: undefined, more: false, fault: wrong };
}

function commandOf(first: Slice, words: readonly Slice[], version: number): ExecCommand {
  const end = prefixEnd(first.text, version);
  const prefixes = part(first, 0, end);
  const named = prefixes.text.includes('@') && !prefixes.text.includes('|');
  return {
    prefixes,
    program: part(first, end),
    argv0: named ? words[0] : undefined,
    args: named ? words.slice(1) : words,
  };
}

/** Where the prefixes end: each at most once, `+` and `!` not together, `!!` as one. */
function prefixEnd(text: string, version: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const privileged = seen.has('+') || seen.has('!!');
    if ('-@:'.includes(c) || (c === '|' && version >= shellSince)) {
      if (seen.has(c)) return i;
      seen.add(c);
    } else if (c === '+' && !privileged && !seen.has('!')) {
      seen.add('+');
    } else if (c === '!' && !privileged) {
      seen.add(seen.has('!') ? '!!' : '!');
    } else {
      return i;
    }
  }
  return text.length;
}

function checkCommand(command: ExecCommand, version: number): Verdict {
  const viaShell = command.prefixes.text.includes('|');
  if (!viaShell) {
    const program = expand(command.program, 'full', version);
    const verdict = isFault(program) ? program : checkProgram(program, version);
    if (!verdict.ok) return verdict;
    if (command.prefixes.text.includes('@') && command.argv0 === undefined) {
      return fault(command.prefixes, "With the prefix '@' the name of the program must follow its path");
    }
  }
  for (const word of [command.argv0, ...command.args]) {
    const expanded = word && expand(word, 'full', version);
    if (isFault(expanded)) return expanded;
  }
  return accepted;
}

function checkProgram(path: Slice, version: number): Verdict {
  const { text } = path;
  if (text === '') return fault(path, 'A program is missing');
  const special = version >= globsRefusedSince ? /[\p{Cc}"'\\*?[]/u : /[\p{Cc}"'\\]/u;
  const found = special.exec(text);
  if (found !== null) {
    return faultAt(path, found.index, found.index + 1, `${quoted(found[0])} cannot be in the path of a program`);
  }
  if (/(^|\/)\.{0,2}$/.test(text) && (text.endsWith('/') || version >= dotsRefusedSince)) {
    return fault(path, `${quoted(text)} is a folder, not a program`);
  }
  if (text.startsWith(hole)) return accepted;
  if (text.startsWith('/') ? isPath(text) : isFileName(text)) return accepted;
  return fault(path, `${quoted(text)} is neither an absolute path nor the bare name of a program`);
}

function isPath(text: string): boolean {
  return byteLength(text) < 4096 && text.split('/').every((name) => byteLength(name) <= 255);
}
