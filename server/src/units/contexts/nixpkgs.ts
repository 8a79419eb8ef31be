import type { Lazy } from '../../nix/value';

/** nixpkgs as the flakes that are looked at see it. */
export interface Nixpkgs {
  readonly lib: Lazy;
  readonly pkgs: Lazy;
}

/** What hosts of a flake get. */
export interface FlakeWorld {
  readonly nixpkgs: Nixpkgs;
  readonly inputs: Lazy;
  readonly self: Lazy;
}

/** The system whose outputs are looked at, where there are several. */
export const SYSTEM = 'x86_64-linux';
