import path from 'node:path';
import { createWorld } from '../../features/world';
import { BudgetSignal, NixError } from '../../nix/errors';
import { COMMAND_LIMITS } from '../../nix/evaluator';
import { toJson, unknownObject } from '../../nix/json';
import { printValue } from '../../nix/print';
import type { Runtime } from '../../nix/runtime';
import type { Lazy } from '../../nix/value';
import type { NixParser } from '../../syntax/parser';
import { type Arguments, type Command, type Io, UsageError } from '../command';
import { loadNodeParser } from '../parser';
import { nixPath, searched } from '../search-path';
import { readSource } from '../source';

/** Evaluates an expression and prints its value as Nix does. */
export const evalCommand: Command = {
  usage: 'eval [FILE | -E EXPR] [--strict] [--json] [-I nixpkgs=DIR]',
  summary: 'Evaluate Nix without Nix.',
  options: {
    expr: { type: 'string', short: 'E', value: 'EXPR', help: 'This expression rather than a file' },
    strict: { type: 'boolean', help: 'As is always so: the whole value is evaluated' },
    json: { type: 'boolean', help: 'As JSON' },
    include: {
      type: 'string',
      short: 'I',
      multiple: true,
      value: 'nixpkgs=DIR',
      help: 'What <nixpkgs> is, else of NIX_PATH',
    },
  },
  run: async (args, io) => {
    const parser = await loadNodeParser();
    const { rt } = createWorld({
      files: io.host.files,
      parse: parser.parse,
      limits: COMMAND_LIMITS,
      interrupted: () => false,
      lenient: false,
      nixpkgs: nixpkgs(args, io),
    });
    const value = expression(args, io, rt, parser);
    try {
      io.out(`${print(args, rt, value)}\n`);
      return 0;
    } catch (signal) {
      io.err(`error: ${messageOf(signal)}\n`);
      return 1;
    }
  },
};

function print(args: Arguments, rt: Runtime, value: Lazy): string {
  return args.flag('json') ? toJson(rt, value, unknownObject).text : printValue(value);
}

function expression(args: Arguments, io: Io, rt: Runtime, parser: NixParser): Lazy {
  const text = args.value('expr');
  const [file, ...more] = args.positionals;
  if (more.length > 0) throw new UsageError('eval takes one file.');
  if (text !== undefined) return rt.evaluate(text, { uri: 'expression:argument', folder: io.cwd });
  if (file === undefined) throw new UsageError('eval needs a file or -E EXPR.');
  const source = readSource(io, parser, file);
  const absolute = path.resolve(io.cwd, file);
  return rt.evaluate(source.text, {
    uri: source.uri,
    folder: path.dirname(absolute),
    path: absolute,
    tree: source.tree,
  });
}

/** The folder that `-I nixpkgs=DIR` or NIX_PATH names, where there is one. */
function nixpkgs(args: Arguments, io: Io): string | undefined {
  const folder = searched([...args.values('include'), ...nixPath(io.env)]);
  const absolute = folder === undefined ? undefined : path.resolve(io.cwd, folder);
  return absolute !== undefined && io.host.files.readDir(absolute) !== undefined ? absolute : undefined;
}

function messageOf(signal: unknown): string {
  if (signal instanceof NixError) return signal.message;
  if (signal instanceof BudgetSignal) return `the evaluation takes too much ${signal.resource}`;
  throw signal;
}
