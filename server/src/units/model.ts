import type { Origin } from '../base/span';
import type { TextPiece } from '../nix/text-pieces';

/** Kinds of units, by the ending of their names. */
export type UnitType =
  | 'service'
  | 'socket'
  | 'timer'
  | 'path'
  | 'target'
  | 'mount'
  | 'automount'
  | 'slice'
  | 'swap'
  | 'scope'
  | 'device';

export type Scope = 'system' | 'user' | 'initrd';

/** The world a unit is declared in. */
export type World = 'nixos' | 'home-manager' | 'modular' | 'portable' | 'unit-file';

/** A piece of a value that is not known, by offsets in its text. */
export interface ValueHole {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** One `Key=value` line, or several when the value has newlines. */
export interface Entry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly holes: readonly ValueHole[];
  /** Where the key was written; several when definitions merge. Empty for what the world adds by itself. */
  readonly keys: readonly Origin[];
  /** The expressions that made the value. */
  readonly values: readonly Origin[];
  /** Unknown conditions that were assumed for it. */
  readonly conditions: readonly string[];
  /** That a definition of it overrides what others may say (`mkForce`). */
  readonly forced?: boolean;
}

/** A line of a section that is no entry: the blank lines that some layouts have. */
export type Line = Entry | undefined;

export interface Section {
  readonly name: string;
  readonly lines: readonly Line[];
}

/** A generated file that the unit refers to, such as the script behind ExecStart. */
export interface Script {
  /** The file's name as the unit's line says it. */
  readonly name: string;
  /** Where the file lies in the store; the hash may be the sign for an unknown one. */
  readonly path: string;
  readonly text: string;
  readonly origin: Origin | undefined;
  readonly holes: readonly ValueHole[];
  /** The stretches of the text whose place in the source is known; none where the evaluation did not keep them. */
  readonly pieces: readonly TextPiece[];
}

/** Links made beside the unit file: `multi-user.target.wants/x.service`. */
export interface UnitLinks {
  readonly wantedBy: readonly string[];
  readonly requiredBy: readonly string[];
  readonly upheldBy: readonly string[];
  readonly aliases: readonly string[];
}

/** The one model of a unit, whoever declares it. */
export interface Unit {
  /** With its ending: `foo.service`. */
  readonly name: string;
  readonly type: UnitType;
  readonly scope: Scope;
  readonly world: World;
  /** The configuration inside of the file that it belongs to: `nodes.server`, `specialisation.x`; undefined for the file's own. */
  readonly context?: string;
  /** False: linked to /dev/null. */
  readonly enabled: boolean;
  readonly dropIn: boolean;
  /** It only changes a unit that packages may bring: where they do, it is written as a drop-in. */
  readonly maybeDropIn?: boolean;
  /** Some of its sets are not known as a whole, so it may have further lines. */
  readonly open?: boolean;
  readonly sections: readonly Section[];
  /** The file as it was written, where it was written as a text: comments and continuation lines included. */
  readonly verbatim?: string;
  readonly links: UnitLinks;
  readonly scripts: readonly Script[];
  /** Assumptions that the unit's own lines hang on, as `config.services.foo.enable = true`. */
  readonly assumptions: readonly string[];
  readonly unknowns: readonly string[];
  /** Where the unit's name was written, in each definition. */
  readonly declarations: readonly Origin[];
}
