import type { Origin } from '../base/span';
import type { Scope, ValueHole, World } from './model';

/** A piece of a line that was written somewhere, by offsets in the line. */
export interface FilePiece {
  readonly start: number;
  readonly end: number;
  /** Where the option was named. */
  readonly keys: readonly Origin[];
  /** The expressions that made the piece. */
  readonly values: readonly Origin[];
}

/** A line of a generated file, without its line break. */
export interface FileLine {
  readonly text: string;
  readonly holes: readonly ValueHole[];
  /** Empty for what the world adds by itself. */
  readonly pieces: readonly FilePiece[];
  /** Unknown conditions that were assumed for it. */
  readonly conditions: readonly string[];
}

/** What a generated file is for: lines of tmpfiles.d, settings of a program of systemd, or data of a service. */
export type FileKind = 'tmpfiles' | 'configuration' | 'data';

/** A file other than a unit that a configuration writes. */
export interface GeneratedFile {
  /** Where it is found on the machine; with `~` for the home of a user. */
  readonly path: string;
  readonly kind: FileKind;
  readonly scope: Scope;
  readonly world: World;
  /** The configuration inside of the source that it belongs to, as for units. */
  readonly context?: string;
  /** The text cut at its line breaks; the last is empty where the text ends with one. */
  readonly lines: readonly FileLine[];
  readonly assumptions: readonly string[];
  readonly unknowns: readonly string[];
}

/** The whole text of a file. */
export function fileText({ lines }: GeneratedFile): string {
  return lines.map(({ text }) => text).join('\n');
}

/** Whether a file is what a name means: its path, or the last part of it. */
export function isCalled({ path }: GeneratedFile, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}
