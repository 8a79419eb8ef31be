import type { ParseArgsConfig } from 'node:util';
import type { Host } from '../base/host';

/** Where a command reads and writes. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: () => string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether to colour what a person reads. */
  readonly colour: boolean;
  readonly host: Host;
}

/** Wrong use or unreadable input: one clear line, exit status 2. */
export class UsageError extends Error {}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  /** The value of an option given once; the last wins. */
  readonly value: (name: string) => string | undefined;
  readonly values: (name: string) => readonly string[];
}

/** An option of a subcommand: how it is read, what its value is called in the help, and what it does. */
export type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  readonly value?: string;
  readonly help: string;
};

/** A subcommand: what it takes and what it does. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** The exit status. */
  readonly run: (args: Arguments, io: Io) => number | Promise<number>;
}

/** One of the allowed words of an option. */
export function choice<T extends string>(
  name: string,
  given: string | undefined,
  allowed: readonly T[],
  fallback: T,
): T {
  if (given === undefined) return fallback;
  const known = allowed.find((word) => word === given);
  if (known === undefined) throw new UsageError(`--${name} takes one of ${allowed.join(', ')}, not '${given}'.`);
  return known;
}

/** A whole number option that may be left out. */
export function wholeNumber(name: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw new UsageError(`--${name} takes a whole number, not '${given}'.`);
  return Number(given);
}
