import { apply } from '../../nix/apply';
import { attrsFrom, selectUnknown } from '../../nix/attrs';
import { native } from '../../nix/native';
import type { Runtime } from '../../nix/runtime';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrs, isAttrs, isFunction, type Lazy, str, unknown, type Value } from '../../nix/value';
import { makeFlake } from './flake-parts';

interface Nixpkgs {
  readonly lib: Lazy;
  readonly pkgs: Lazy;
}

/** The system whose outputs are looked at, where there are several. */
export const SYSTEM = 'x86_64-linux';

/** Marks what a maker of systems was called with. */
export const CONFIGURATION = 'configuration-of-modules';

/** What makes a system or a home of modules: keeps them, and is otherwise not known. */
function systemMaker(why: string): Lazy {
  return native(why, 1, (_rt, given) => {
    const value = force(given ?? null);
    const known = isAttrs(value) ? value.entries : new Map<string, never>();
    const kept = new Map([...known, ['_type', { value: str(CONFIGURATION), key: undefined }] as const]);
    const result = unknown(`${why} …`);
    return attrs(kept, { why: result.why, get: (name) => selectUnknown(result, name) });
  });
}

/** `flake-utils.lib.eachDefaultSystem`: the outputs for one system, under its name. */
function eachSystem(rt: Runtime, fn: Lazy): Value {
  const outputs = apply(rt, fn, str(SYSTEM));
  if (!isAttrs(outputs)) return outputs;
  return attrsFrom([...outputs.entries].map(([name, { value }]) => [name, attrsFrom([[SYSTEM, value]])] as const));
}

const EACH_SYSTEM = native('eachDefaultSystem', 1, (rt, fn) => eachSystem(rt, fn ?? null));

function inputLib(name: string, { lib }: Nixpkgs): Attrs {
  const why = unknown(`inputs.${name}.lib`);
  const known = attrsFrom([
    ['nixosSystem', systemMaker('nixosSystem')],
    ['homeManagerConfiguration', systemMaker('homeManagerConfiguration')],
    ['eachDefaultSystem', EACH_SYSTEM],
    ['eachSystem', native('eachSystem', 2, (rt, _systems, fn) => eachSystem(rt, fn ?? null))],
    ['mkFlake', makeFlake(lib)],
  ]);
  const get = (member: string): Lazy => {
    const set = force(lib);
    const own = isAttrs(set) ? set.entries.get(member) : undefined;
    return own?.value ?? selectUnknown(why, member);
  };
  return attrs(known.entries, { why: why.why, get });
}

/** Where nixpkgs is, so that importing it is known. */
function nixpkgsPath(): Value {
  const path = unknownStorePath('source');
  return storeString({ path, encoded: path, fetchedFrom: 'https://github.com/NixOS/nixpkgs' });
}

function input(rt: Runtime, name: string, nixpkgs: Nixpkgs): Attrs {
  const why = unknown(`inputs.${name}`);
  const entries: (readonly [string, Lazy])[] = [['lib', delay(rt, () => inputLib(name, nixpkgs))]];
  if (/nixpkgs|unstable/.test(name)) {
    const perSystem = attrs(new Map(), { why: `inputs.${name}.legacyPackages`, get: () => nixpkgs.pkgs });
    entries.push(['legacyPackages', perSystem], ['outPath', nixpkgsPath()]);
  }
  return attrs(attrsFrom(entries).entries, { why: why.why, get: (member) => selectUnknown(why, member) });
}

/** The outputs of a flake, its inputs being open; undefined when the value is no flake. */
export function flakeOutputs(rt: Runtime, value: Value, nixpkgs: Nixpkgs): Attrs | undefined {
  const outputs = isAttrs(value) ? value.entries.get('outputs') : undefined;
  const fn = outputs === undefined ? null : force(outputs.value);
  if (!isFunction(fn)) return undefined;
  const self: Lazy = delay(rt, () => {
    const result = force(called);
    const why = unknown('self');
    return isAttrs(result) ? attrs(result.entries, { why: 'self', get: (name) => selectUnknown(why, name) }) : why;
  });
  const get = (name: string): Lazy => (name === 'self' ? self : input(rt, name, nixpkgs));
  const named = [...(fn.formals ?? new Map<string, boolean>()).keys(), 'self'];
  const given = attrs(attrsFrom(named.map((name) => [name, get(name)] as const)).entries, { why: 'inputs', get });
  const called: Lazy = delay(rt, () => apply(rt, fn, given));
  const result = force(called);
  return isAttrs(result) ? result : undefined;
}
