import { mergeAttrs } from '../attrs';
import { expectAttrs } from '../expect';
import { attrsOf, str } from '../value';
import { functions, type Members } from './kit';

const answer = (tristate: string | null) =>
  attrsOf({ tristate: tristate === null ? null : str(tristate), optional: false });

/** nixpkgs lib/kernel.nix, without `whenHelpers`, which needs `mkIf`. */
export const kernel: Members = {
  yes: answer('y'),
  no: answer('n'),
  module: answer('m'),
  unset: answer(null),
  ...functions({
    option: (_rt, value) => mergeAttrs(expectAttrs(value), attrsOf({ optional: true })),
    freeform: (_rt, value) => attrsOf({ freeform: value, optional: false }),
  }),
};
