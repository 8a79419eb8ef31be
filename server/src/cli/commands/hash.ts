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
  summary: 'List the sources that are fetched, check their hashes, or write the right ones.',
  options: {
    check: { type: 'boolean', help: 'Fetch the sources; a hash that does not fit makes the exit status 1' },
    write: { type: 'boolean', help: 'Fetch the sources and write the hashes that do not fit' },
    'allow-insecure': { type: 'boolean', help: 'Also fetch over http:, ftp:, git: and file:' },
    json: { type: 'boolean', help: 'As JSON' },
    'from-log': { type: 'string', value: 'LOG', help: 'Write what the log of a build says; - reads standard input' },
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
