import data from '../../../data/option-defaults.json';
import { showOption } from '../../modules/show';
import { stub } from '../../nix/pkgs/stub';
import { quoteString } from '../../nix/quote';
import type { Runtime } from '../../nix/runtime';
import { delay } from '../../nix/thunk';
import { type Lazy, str, type Unknown, unknown, type Value } from '../../nix/value';

type Default =
  | string
  | number
  | boolean
  | null
  | { readonly package: string }
  /** A set of packages of nixpkgs. */
  | { readonly packages: string }
  /** The name of the element that has the option, as a user's or a group's. */
  | { readonly isElementName: boolean };

type Tree = Map<string, Tree | Default>;

function treeOf(defaults: Readonly<Record<string, Default>>): Tree {
  const root: Tree = new Map();
  for (const [path, value] of Object.entries(defaults)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let level = root;
    for (const name of names) {
      const found = level.get(name);
      const next: Tree = found instanceof Map ? found : new Map();
      level.set(name, next);
      level = next;
    }
    level.set(last, value);
  }
  return root;
}

const DEFAULTS = treeOf(data.defaults);

/** What a set of packages has besides, and the kernel, of which more is asked than its path. */
const NO_PACKAGES = /^(kernel|kernelOlder|kernelAtLeast|extend|callPackage|override.*|stdenv)$/;

/** Stands for the name of an element, whatever it is. */
const ANY = '<name>';

function below(level: Tree, name: string): Tree | Default | undefined {
  return level.get(level.has(name) ? name : ANY);
}

/** A default as a value; a truth value and null are left unknown, and rather so than otherwise. */
function defaultValue(rt: Runtime, loc: readonly string[], value: Default): Lazy {
  const why = `config.${showOption(loc)}`;
  if (value === null) return { ...unknown(why), nullByDefault: true };
  if (typeof value === 'boolean') return unknown(why, { op: 'leaf', likely: value, byDefault: true });
  const supposed = (text: string, made: () => Value): Lazy =>
    delay(rt, () => {
      rt.assumptions.suppose(why, text);
      return made();
    });
  const packageOf = (name: string): Lazy =>
    supposed(`pkgs.${name}`, () => stub(rt, { why: `pkgs.${name}`, name: name.slice(name.lastIndexOf('.') + 1) }));
  if (typeof value === 'number') return supposed(String(value), () => BigInt(value));
  if (typeof value === 'string') return supposed(quoteString(value), () => str(value));
  if ('package' in value) return packageOf(value.package);
  if ('isElementName' in value) {
    const element = loc[loc.length - 2] ?? ANY;
    return supposed(quoteString(element), () => str(element));
  }
  const { packages } = value;
  const member = (name: string): Lazy | undefined =>
    NO_PACKAGES.test(name) ? undefined : defaultValue(rt, [...loc, name], { package: `${packages}.${name}` });
  const set: Unknown = { ...unknown(why), members: member };
  return set;
}

function at(rt: Runtime, loc: readonly string[], found: Tree | Default | undefined): Lazy | undefined {
  if (found === undefined) return undefined;
  if (!(found instanceof Map)) return defaultValue(rt, loc, found);
  const all: Unknown = {
    ...unknown(`config.${showOption(loc)}`),
    members: (name) => at(rt, [...loc, name], below(found, name)),
  };
  return all;
}

/** What an option of NixOS has on a machine that does not set it; undefined where that is not known, or is a matter of the machine. */
export function usualOption(rt: Runtime, loc: readonly string[]): Lazy | undefined {
  let found: Tree | Default | undefined = DEFAULTS;
  for (const name of loc) found = found instanceof Map ? below(found, name) : undefined;
  return at(rt, loc, found);
}
