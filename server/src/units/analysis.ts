import type { Origin } from '../base/span';
import type { DatedOption } from './dated-options';
import type { GeneratedFile } from './generated-file';
import type { Scope, Unit, UnitType, World } from './model';

/** What the names of an attribute set mean where it flows into a unit. */
export type Role =
  | { readonly set: 'directives'; readonly section: string }
  /** Options of a unit: `description`, `serviceConfig` (`path` is empty), `confinement.mode` (`path` is `['confinement']`). */
  | { readonly set: 'options'; readonly path: readonly string[] }
  /** home-manager's sections: `Unit`, `Service`, `Install`. */
  | { readonly set: 'sections' }
  | { readonly set: 'environment' };

/** A name written somewhere in the source that ended up as a key of a unit's set. */
export interface Slot {
  readonly role: Role;
  readonly key: string;
  readonly keyOrigin: Origin;
  /** The expressions that made the value, list elements included. */
  readonly values: readonly Origin[];
  readonly unit: string;
  /** Where the unit's name was written in the definition that holds the key; undefined where it has no place of its own. */
  readonly unitOrigin?: Origin | undefined;
  readonly unitType: UnitType;
  readonly scope: Scope;
  readonly world: World;
  /** False when the option or section is not declared in that world. */
  readonly declared: boolean;
}

export interface Problem {
  /** `conflict`, `wrong-type`, `evaluation`, … : the code of the finding that it becomes. */
  readonly code: string;
  readonly message: string;
  readonly origin: Origin | undefined;
}

/** What a module declares where its options are set, beyond what it declares as it is. */
export interface Possible {
  readonly units: readonly Unit[];
  readonly slots: readonly Slot[];
  readonly problems: readonly Problem[];
}

/** Everything that evaluating a file in its context tells. All that a user sees hangs on this. */
export interface Analysis {
  readonly units: readonly Unit[];
  readonly slots: readonly Slot[];
  /** The files that are written beside the units. */
  readonly generated: readonly GeneratedFile[];
  /** Definitions of options that not all releases have. */
  readonly dated: readonly DatedOption[];
  readonly problems: readonly Problem[];
  /** Computed when asked for: nobody is shown these units, but what is written wrong in them is wrong. */
  readonly possible?: () => Possible | undefined;
  /** The host that the file was looked at in; undefined for a file looked at alone. */
  readonly host?: string | undefined;
  /** The configurations of the file that there was no time to look at. */
  readonly omitted?: readonly string[];
  /** Leaf conditions and what they were taken to be, for the whole file. */
  readonly assumptions: ReadonlyMap<string, boolean>;
  readonly unknowns: readonly string[];
  /** Absolute paths of the files that were read, the file itself first. */
  readonly files: readonly string[];
}

/** What there is to tell of a file that gives nothing. */
export function emptyAnalysis(path: string): Analysis {
  return {
    units: [],
    slots: [],
    generated: [],
    dated: [],
    problems: [],
    assumptions: new Map(),
    unknowns: [],
    files: [path],
  };
}
