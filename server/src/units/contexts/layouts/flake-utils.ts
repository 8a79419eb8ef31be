import { apply } from '../../../nix/apply';
import { attrsFrom } from '../../../nix/attrs';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { isAttrs, type Lazy, str, type Value } from '../../../nix/value';
import { SYSTEM } from '../nixpkgs';

/** The outputs that a function makes for a system, under its name: here, for one. */
function eachSystem(rt: Runtime, fn: Lazy): Value {
  const outputs = apply(rt, fn, str(SYSTEM));
  if (!isAttrs(outputs)) return outputs;
  return attrsFrom([...outputs.entries].map(([name, { value }]) => [name, attrsFrom([[SYSTEM, value]])] as const));
}

/** What flakes call of `flake-utils.lib`. */
export const FLAKE_UTILS: readonly (readonly [string, Value])[] = [
  ['eachDefaultSystem', native('eachDefaultSystem', 1, (rt, fn) => eachSystem(rt, fn ?? null))],
  ['eachSystem', native('eachSystem', 2, (rt, _systems, fn) => eachSystem(rt, fn ?? null))],
  [
    'eachDefaultSystemPassThrough',
    native('eachDefaultSystemPassThrough', 1, (rt, fn) => apply(rt, fn ?? null, str(SYSTEM))),
  ],
];
