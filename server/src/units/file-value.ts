import { memo } from '../modules/memo';
import type { ModuleSource } from '../modules/option-type';
import { NixError } from '../nix/errors';
import { evaluateText } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import type { Runtime, TextSource } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import type { Lazy } from '../nix/value';
import type { Node, SyntaxTree } from '../syntax/node';
import type { FileRequest } from './analyse';
import type { Configuration } from './configuration';
import { unboundName } from './unbound-name';

/** Whether a file is no function but a piece of a configuration, whose variables are those of the module it was taken from. */
function isFragment(node: Node): boolean {
  switch (node.kind) {
    case 'attrs':
      return true;
    case 'let':
    case 'with':
    case 'assert':
      return isFragment(node.body);
    default:
      return false;
  }
}

/** The arguments of a function at the start of a file, and a `=` where a colon belongs: nothing else in Nix begins like that. */
const ARGUMENTS = /^(?:\s|#[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*\{[^{}"]*\}(?:\s*@\s*\w+)?\s*=(?!=)/;

/** A semicolon after a set at the end of a file. */
const LAST_SEMICOLON = /\}\s*;\s*$/;

/** A mistake in a text, and the character that its writer meant in place of the one there. */
interface Slip {
  readonly at: number;
  readonly meant: string;
  readonly message: string;
}

/** Mistakes that are sure to be what they look like, and that would hide all the rest of a file. */
function slips(text: string, refused: ReadonlySet<number>): readonly Slip[] {
  const head = ARGUMENTS.exec(text);
  const tail = LAST_SEMICOLON.exec(text);
  const found: Slip[] = [];
  if (head !== null) {
    const message = "syntax error, unexpected '=': a colon ends the arguments of a function";
    found.push({ at: head[0].length - 1, meant: ':', message });
  }
  if (tail !== null) {
    const message = "syntax error, unexpected ';': a file is one expression, without a semicolon after it";
    found.push({ at: tail.index + tail[0].indexOf(';'), meant: ' ', message });
  }
  return found.filter(({ at }) => refused.has(at));
}

function mended(text: string, found: readonly Slip[]): string {
  return found.reduce((so, { at, meant }) => so.slice(0, at) + meant + so.slice(at + 1), text);
}

/** A file's text as it can be evaluated, and what Nix refuses of it before it evaluates anything. */
export interface Examined {
  /** As it was written. */
  readonly tree: SyntaxTree;
  readonly text: string;
  readonly source: TextSource;
  readonly errors: readonly NixError[];
  /** Whether all of it is understood. */
  readonly isWhole: boolean;
  /** Whether it is no function, but a piece of a configuration. */
  readonly isPiece: boolean;
}

/** Errors after one of syntax may be its consequences, so they are left out. */
function certain(errors: readonly NixError[]): readonly NixError[] {
  const first = errors.find(({ kind }) => kind === 'syntax');
  return first === undefined ? errors : [first];
}

function examine(rt: Runtime, { path, uri }: FileRequest, tree: SyntaxTree): Examined {
  const source: TextSource = { uri, folder: dirName(path), path, tree };
  const errors = rt.check(tree.text, source);
  const refused = errors.filter(({ kind }) => kind === 'syntax').map(({ origin }) => origin?.start ?? 0);
  const found = slips(tree.text, new Set(refused));
  const isPiece = isFragment(tree.root) && !found.some(({ meant }) => meant === ':');
  if (found.length === 0) {
    return { tree, text: tree.text, source, errors: certain(errors), isWhole: refused.length === 0, isPiece };
  }
  const text = mended(tree.text, found);
  const anew = { ...source, tree: undefined };
  const own = found.map(({ at, message }) => new NixError('syntax', message, { uri, start: at, end: at + 1 }));
  const others = rt.check(text, anew);
  const isWhole = others.every(({ kind }) => kind !== 'syntax');
  return { tree, text, source: anew, errors: [...own, ...certain(others)], isWhole, isPiece };
}

/** Examines a file's text, anew where `tree` gives another one than before. */
export function examiner(rt: Runtime, file: FileRequest, tree: () => SyntaxTree): () => Examined {
  const read = (): SyntaxTree => rt.recorder.read(tree, (before, after) => before.text === after.text);
  return memo(rt, () => examine(rt, file, read()));
}

/** What is wrong with the text itself; the variables of a fragment are those of the file that it was taken from. */
export function textErrors({ tree, errors, isWhole, isPiece }: Examined, { uri }: FileRequest): readonly NixError[] {
  if (isPiece) return errors.filter(({ kind }) => kind === 'syntax');
  const unbound = isWhole ? unboundName(tree.root) : undefined;
  if (unbound === undefined || errors.some(({ origin }) => origin?.start === unbound.start)) return errors;
  const name = tree.text.slice(unbound.start, unbound.end);
  const message = `undefined variable '${name}': nothing in this file defines it`;
  return [...errors, new NixError('undefined', message, { uri, ...unbound })];
}

/** What a file evaluates to; `config` is the configuration that a fragment is a part of. */
function fileValue(rt: Runtime, { text, source, isPiece }: Examined, { lib, pkgs }: FileRequest, config: Lazy): Lazy {
  if (!isPiece) return evaluateText(rt, text, source);
  const scope = new Map<string, Lazy>([
    ['lib', lib],
    ['pkgs', pkgs],
    ['config', config],
  ]);
  return evaluateText(rt, text, { ...source, scope });
}

/** A file as a module of the configuration that it is looked at in. */
export function fileModule(
  rt: Runtime,
  request: FileRequest,
  examined: () => Examined,
  configuration: () => Configuration,
): ModuleSource {
  const config: Lazy = delay(rt, () => force(configuration().world.config));
  const value: Lazy = delay(rt, () => force(fileValue(rt, examined(), request, config)));
  return { value, file: request.path, key: request.path, form: 'module' };
}
