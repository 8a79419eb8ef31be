import { apply } from '../../nix/apply';
import { attrsFrom } from '../../nix/attrs';
import { dirName } from '../../nix/paths';
import type { Runtime } from '../../nix/runtime';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrs, isAttrs, isFunction, type Lazy, type Value } from '../../nix/value';
import { flakeInput, flakeSelf } from './flake-inputs';
import type { Nixpkgs } from './nixpkgs';

/** The outputs of the flake of a file, its inputs being open; undefined when the value is no flake. */
export function flakeOutputs(rt: Runtime, value: Value, path: string, nixpkgs: Nixpkgs): Attrs | undefined {
  const outputs = isAttrs(value) ? value.entries.get('outputs') : undefined;
  const fn = outputs === undefined ? null : force(outputs.value);
  if (!isFunction(fn)) return undefined;
  const self: Lazy = delay(rt, () => flakeSelf(dirName(path), force(called), given));
  const inputs = new Map<string, Lazy>();
  const get = (name: string): Lazy => {
    if (name === 'self') return self;
    const known = inputs.get(name);
    if (known !== undefined) return known;
    const made = delay(rt, () => flakeInput(rt, name, { nixpkgs, self, inputs: given, folder: dirName(path) }));
    inputs.set(name, made);
    return made;
  };
  const declared = isAttrs(value) ? value.entries.get('inputs') : undefined;
  const written = declared === undefined ? null : force(declared.value);
  const names = isAttrs(written) ? written.entries.keys() : [];
  const named = [...new Set([...(fn.formals ?? new Map<string, boolean>()).keys(), ...names, 'self'])];
  const given = attrs(attrsFrom(named.map((name) => [name, get(name)] as const)).entries, { why: 'inputs', get });
  const called: Lazy = delay(rt, () => apply(rt, fn, given));
  const result = force(called);
  return isAttrs(result) ? result : undefined;
}
