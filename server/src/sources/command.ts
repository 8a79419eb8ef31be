import type { Algorithm } from '../store/digest';
import { type Hash, parseHash } from '../store/hash';
import { type Refusal, refuse, shown } from './safety';

/** Programs that tell a hash. */
export const TOOLS = [
  'nix-prefetch-url',
  'nix-prefetch-git',
  'nix-prefetch-hg',
  'nix-prefetch-svn',
  'nix-prefetch-docker',
  'nurl',
  'nix',
] as const;

export type ToolName = (typeof TOOLS)[number];

/** Where the hash stands in what a program prints. */
export type OutputFormat =
  | { readonly kind: 'line'; readonly algorithm: Algorithm }
  /** A field of an object, or `hash` beside it. */
  | { readonly kind: 'json'; readonly field: string; readonly algorithm: Algorithm };

/** A program to run, as data. */
export interface Command {
  readonly tool: ToolName;
  readonly args: readonly string[];
  readonly output: OutputFormat;
}

/** An argument written in code, or a value that came from a file and must never be read as an option. */
interface Argument {
  readonly text: string;
  readonly fixed: boolean;
}

export function flag(text: string): Argument {
  return { text, fixed: true };
}

export function value(text: string): Argument {
  return { text, fixed: false };
}

/** Puts a command together; refused when a value begins with `-` or holds a NUL. */
export function command(tool: ToolName, args: readonly Argument[], output: OutputFormat): Command | Refusal {
  const hostile = args.find(({ text, fixed }) => !fixed && (text.startsWith('-') || text.includes('\0')));
  if (hostile !== undefined) return refuse(`a value that ${tool} would take for an option: ${shown(hostile.text)}`);
  return { tool, args: args.map(({ text }) => text), output };
}

function fieldOf(text: string, names: readonly string[]): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const entries = new Map<string, unknown>(Object.entries(parsed));
    return names.map((name) => entries.get(name)).find((found) => typeof found === 'string');
  } catch {
    return undefined;
  }
}

/** The hash in what a program printed; undefined when there is none. */
export function readOutput(stdout: string, output: OutputFormat): Hash | undefined {
  const lines = stdout.split('\n').map((line) => line.trim());
  const text =
    output.kind === 'json'
      ? fieldOf(stdout.slice(Math.max(0, stdout.indexOf('{'))), ['hash', output.field])
      : lines.find((line) => line !== '' && parseHash(line, output.algorithm).kind === 'hash');
  const parsed = text === undefined ? undefined : parseHash(text, output.algorithm);
  return parsed?.kind === 'hash' ? parsed.hash : undefined;
}
