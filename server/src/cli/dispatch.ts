import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Arguments, type Command, type Io, UsageError } from './command';
import { COMMANDS } from './commands';
import { allCommands, oneCommand } from './help';
import { nodeIo } from './io';
import { version } from './version';

/** Exit status of wrong use or unreadable input. */
const WRONG_USE = 2;

/** Runs the subcommand that the arguments name and gives the exit status. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const io = nodeIo();
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      if (name !== undefined) return print(io, allCommands(COMMANDS.values()));
      io.err(allCommands(COMMANDS.values()));
      return WRONG_USE;
    }
    if (name === '--version') return print(io, `${version}\n`);
    const command = COMMANDS.get(name);
    if (command === undefined) throw new UsageError(`there is no command '${name}'; see nix-services --help.`);
    const args = parse(command, rest);
    if (args.flag('help')) return print(io, oneCommand(command));
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`nix-services: ${error.message}\n`);
    return WRONG_USE;
  }
}

function parse(command: Command, argv: readonly string[]): Arguments {
  const options: NonNullable<ParseArgsConfig['options']> = {
    ...command.options,
    help: { type: 'boolean', short: 'h' },
  };
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    const all = (name: string): readonly string[] => [values[name] ?? []].flat().map(String);
    return { positionals, flag: (name) => values[name] === true, value: (name) => all(name).at(-1), values: all };
  } catch (error) {
    const [line = 'wrong arguments'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(`${line.replace(/\.$/, '')}; see nix-services --help.`);
  }
}

function print(io: Io, text: string): number {
  io.out(text);
  return 0;
}
