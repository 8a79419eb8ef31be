import type { Origin } from '../base/span';
import { NixError } from '../nix/errors';

/** What is wrong with an option or a module, for whoever makes a finding of it. */
export type Fault =
  | 'conflict'
  | 'wrong-type'
  /** A value that no module defines, such as an option's default: whoever sets the option overrides it. */
  | 'wrong-default'
  | 'unknown-option'
  | 'misspelt-kind'
  | 'no-value'
  | 'read-only'
  | 'declaration'
  | 'module'
  | 'assertion'
  | 'warning';

/** An error of the module system, in its own words. Nix throws these, so `tryEval` catches them. */
export class OptionError extends NixError {
  constructor(
    readonly fault: Fault,
    message: string,
    origin?: Origin,
    /** One line for a user, where the message has several. */
    readonly summary?: string,
    /** Whether it hangs on conditions that are not known and were assumed. */
    readonly assumed = false,
  ) {
    super('throw', message, origin);
  }

  override at(origin: Origin | undefined): OptionError {
    if (this.origin !== undefined || origin === undefined) return this;
    return new OptionError(this.fault, this.message, origin, this.summary, this.assumed);
  }
}
