import data from '../../../data/nixos-options.json';

/** A default as JSON holds it. */
export type Default = null | boolean | number | string | readonly string[] | Readonly<Record<string, string>>;

/** An option of a unit: `systemd.services.<name>.<option>`. */
export interface UnitOptionFact {
  /** With a dot for nested ones: `confinement.mode`. */
  readonly name: string;
  readonly type: string;
  readonly default?: Default;
  /** Kinds of units that have it; all when absent. */
  readonly kinds?: readonly string[];
  /** The line of the unit file that it becomes: `Unit.After`. */
  readonly line?: string;
  /** The section whose directives are the option's attributes. */
  readonly section?: string;
  /** Values of single directives that NixOS accepts. */
  readonly check?: Readonly<Record<string, readonly string[]>>;
  readonly notInInitrd?: boolean;
  readonly systemOnly?: boolean;
  readonly internal?: boolean;
  /** In the newest releases only. */
  readonly recent?: boolean;
}

/** An option of `systemd` and `systemd.user` themselves. */
export interface TopOptionFact {
  readonly name: string;
  readonly type: string;
  readonly default?: Default;
  readonly unitKind?: string;
  readonly recent?: boolean;
  readonly old?: boolean;
  readonly internal?: boolean;
}

/** A directive of home-manager's sections that has a type of its own. */
export interface TypedDirective {
  /** `Service.Environment`. */
  readonly name: string;
  readonly type: string;
  readonly kinds: string;
}

export const unitOptions: readonly UnitOptionFact[] = data.unit;
export const topOptions: readonly TopOptionFact[] = data.top;
export const homeManagerTyped: readonly TypedDirective[] = data.homeManager;
export const unitNamePattern: string = data.unitNamePattern;

/** The options of a kind of unit. */
export function optionsOfKind(kind: string, initrd: boolean, user: boolean): readonly UnitOptionFact[] {
  return unitOptions.filter(
    ({ kinds, notInInitrd, systemOnly }) =>
      (kinds === undefined || kinds.includes(kind)) && !(initrd && notInInitrd) && !(systemOnly && (initrd || user)),
  );
}
