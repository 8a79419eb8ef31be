import { directive } from '../../../systemd/catalogue';
import { type ExecCommand, parseExecLine } from '../../../systemd/values/exec-line';
import type { Slice } from '../../../systemd/values/slice';
import type { Subject } from '../../rule';
import { type UnitEntry, unitEntries } from '../../unit-entries';

/** A command of an Exec line. */
export interface CommandLine extends UnitEntry {
  readonly command: ExecCommand;
}

/** The commands that the units run. */
export function commandLines({ analysis, systemd }: Subject): readonly CommandLine[] {
  return unitEntries(analysis).flatMap(({ unit, entry }) => {
    if (directive(entry.section, entry.key)?.parser !== 'exec') return [];
    return parseExecLine(entry.value, systemd).map((command) => ({ unit, entry, command }));
  });
}

/** The part of an Exec line that became an argument: offsets in the line, and whether it is as it was written. */
export interface Argument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Neither quoted nor escaped. */
  readonly bare: boolean;
}

/** The arguments of a command, without those that hang on an unknown. */
export function argumentsOf({ entry, command }: CommandLine): readonly Argument[] {
  return command.args
    .map((slice) => argumentOf(entry.value, slice))
    .filter((argument) => !entry.holes.some(({ start, end }) => start < argument.end && argument.start < end));
}

function argumentOf(line: string, { text, offsets }: Slice): Argument {
  const start = offsets[0] ?? 0;
  const end = offsets.at(-1) ?? start;
  const quoted = `'"`.includes(line[start - 1] ?? ' ');
  return { text, start, end, bare: !quoted && line.slice(start, end) === text };
}
