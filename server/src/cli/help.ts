import type { Command, Option } from './command';

const STATUS =
  'The exit status is 1 when something is wrong with what was read, and 2 for wrong use or a file that cannot be read.';

/** What `nix-services --help` prints. */
export function allCommands(commands: Iterable<Command>): string {
  const each = [...commands].map(({ usage, summary }) => `  nix-services ${usage}\n      ${summary}\n`);
  return `Write systemd services in Nix.\n\n${each.join('\n')}\nnix-services COMMAND --help explains the options of a command.\n${STATUS}\n`;
}

/** What `nix-services COMMAND --help` prints. */
export function oneCommand({ usage, summary, options }: Command): string {
  const rows = Object.entries(options).map(([name, option]) => [synopsis(name, option), option.help] as const);
  const width = Math.max(...rows.map(([written]) => written.length));
  const lines = rows.map(([written, help]) => `  ${written.padEnd(width)}  ${help}\n`);
  return `nix-services ${usage}\n\n${summary}\n\n${lines.join('')}`;
}

function synopsis(name: string, { short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}
