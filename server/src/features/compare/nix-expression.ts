import { quoteString } from '../../syntax/quote';
import type { Scope, Unit } from '../../units/model';

/** Where Nix has a unit's text, or why it has none to give. */
export type UnitExpression =
  | { readonly kind: 'expression'; readonly text: string; readonly builds: boolean }
  | { readonly kind: 'none'; readonly message: string };

/** The options that hold the written units (nixos/modules/system/boot/systemd.nix, systemd/user.nix, systemd/initrd.nix). */
const UNITS: Readonly<Record<Scope, string>> = {
  system: 'systemd.units',
  user: 'systemd.user.units',
  initrd: 'boot.initrd.systemd.units',
};

/** Configurations inside of one: how their `config` is reached from that of the machine. */
const INSIDE: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^$/, () => ''],
  [/^home-manager\.users\.(.+)$/, (name) => `.home-manager.users.${quoteString(name)}`],
  [/^specialisation\.(.+)$/, (name) => `.specialisation.${quoteString(name)}.configuration`],
  [/^containers\.(.+)$/, (name) => `.containers.${quoteString(name)}.config`],
];

/** Whether a path is that of a configuration inside of a machine's or home's. */
export function isInside(path: string): boolean {
  return path !== '' && reached(path) !== undefined;
}

function reached(inside: string): string | undefined {
  for (const [pattern, path] of INSIDE) {
    const found = pattern.exec(inside);
    if (found !== null) return path(found[1] ?? '');
  }
  return undefined;
}

/**
 * The text of a unit from `config`, an expression for the evaluated options of its machine or home; null where it has no such unit.
 * `inside` is the path of a configuration in that one: `specialisation.x`. home-manager has the text only as a file, which is built.
 */
export function unitExpression({ name, scope, world }: Unit, config: string, inside: string): UnitExpression {
  if (world === 'unit-file' || world === 'portable') {
    return { kind: 'none', message: `${name} is no unit of a NixOS or home-manager configuration` };
  }
  const path = reached(inside);
  if (path === undefined) return { kind: 'none', message: `Nix cannot be asked for the units of ${inside}` };
  const key = quoteString(name);
  if (world === 'home-manager') {
    const file = quoteString(`systemd/user/${name}`);
    const text = `let files = (${config})${path}.xdg.configFile; in if files ? ${file} then builtins.readFile files.${file}.source else null`;
    return { kind: 'expression', text, builds: true };
  }
  const text = `let units = (${config})${path}.${UNITS[scope]}; in if units ? ${key} then units.${key}.text else null`;
  return { kind: 'expression', text, builds: false };
}
