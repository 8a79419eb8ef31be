import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Arguments, type Command, type Io, UsageError } from './command';
import { COMMANDS } from './commands';
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
      return help(io, name === undefined);
    }
    if (name === '--version') return print(io, `${version}\n`);
    const command = COMMANDS.get(name);
    if (command === undefined) throw new UsageError(`there is no command '${name}'; see nix-services --help.`);
    const args = parse(command, rest);
    if (args.flag('help')) return print(io, commandHelp(command));
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

function help(io: Io, missing: boolean): number {
  const commands = [...COMMANDS.values()].map(({ usage, summary }) => `  nix-services ${usage}\n      ${summary}\n`);
  const text = `Write systemd services in Nix.\n\n${commands.join('\n')}\nnix-services COMMAND --help tells the options of a command.\n`;
  if (!missing) return print(io, text);
  io.err(text);
  return WRONG_USE;
}

function commandHelp({ usage, summary }: Command): string {
  return `nix-services ${usage}\n\n${summary}\n`;
}
