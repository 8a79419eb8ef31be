import path from 'node:path';
import { session } from '../../features/session';
import { type Arguments, type Command, type Io, UsageError } from '../command';
import { type HashOptions, type PinnedFile, type ReadPins, runHash, runHashFromLog } from '../hash';
import { loadNodeParser } from '../parser';
import { sessionOptions } from '../session-options';
import { readSource } from '../source';

/** Finds the sources that files fix by a hash, and checks or fixes the hashes. */
export const hashCommand: Command = {
  usage: 'hash FILE[:LINE]… [--check | --write] [--allow-insecure] [--json]\n  nix-services hash --from-log LOG FILE…',
  summary: 'Check the hashes of fetched sources, or write the right ones.',
  options: {
    check: { type: 'boolean' },
    write: { type: 'boolean' },
    'allow-insecure': { type: 'boolean' },
    json: { type: 'boolean' },
    'from-log': { type: 'string' },
  },
  run: async (args, io) => {
    const read = await pinReader(io);
    const log = args.value('from-log');
    if (log === undefined) return runHash(args.positionals, optionsOf(args), io, read);
    return runHashFromLog(log === '-' ? io.stdin() : readLog(io, log), args.positionals, io, read);
  },
};

function optionsOf(args: Arguments): HashOptions {
  const check = args.flag('check');
  const write = args.flag('write');
  if (check && write) throw new UsageError('hash takes --check or --write, not both.');
  return {
    mode: write ? 'write' : check ? 'check' : 'list',
    allowInsecure: args.flag('allow-insecure'),
    json: args.flag('json'),
  };
}

async function pinReader(io: Io): Promise<ReadPins> {
  const options = sessionOptions(io, await loadNodeParser(), {});
  const opened = session(options);
  return (name) => {
    const source = readSource(io, options.parser, name);
    const pinsIn = (text: string): PinnedFile['pins'] =>
      opened.snapshot({ ...source, text, tree: options.parser.parse(text) }).pins();
    return { name, text: source.text, pins: opened.snapshot(source).pins(), pinsIn };
  };
}

function readLog(io: Io, name: string): string {
  const text = io.host.files.readText(path.resolve(io.cwd, name));
  if (text === undefined) throw new UsageError(`${name}: cannot be read.`);
  return text;
}
