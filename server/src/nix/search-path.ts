import { NixError } from './errors';

/** The error for a `<name>` that is surely not there; `builtins.tryEval` catches it, as in Nix. */
export function notFound(name: string): NixError {
  return new NixError('throw', `file '${name}' was not found in the Nix search path (add it using $NIX_PATH or -I)`);
}
