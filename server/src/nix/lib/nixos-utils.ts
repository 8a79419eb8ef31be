import { isDerivation, openRecord } from '../attrs';
import { expectAttrs, expectList, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { type Attrs, isAttrs, isPath, isString, isUnknown, type Lazy, list, type NixString, str } from '../value';
import { coerceText, functions, interpolated, join, lookup, type Members, mapKnown, thrown } from './kit';
import { packageName } from './meta';
import { jsonText } from './nix-text';

const NEEDED_FOR_BOOT = ['/', '/nix', '/nix/store', '/var', '/var/log', '/var/lib', '/var/lib/nixos', '/etc', '/usr'];

/** What a unit name cannot hold as it is; letters beyond ASCII stay, as in nixpkgs' function. */
const PATH_ESCAPED = /[ !"#$%&'()*+,;<=>?@[\\\]^`{|}~-]/g;

const hex = (c: string) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** The path without doubled slashes, `.` and a redundant leading `..`; undefined where another `..` is left. */
function simplified(path: string): readonly string[] | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 || !path.startsWith('/')) return undefined;
  }
  return parts.length > 0 || path.startsWith('/') || path === '' ? parts : undefined;
}

/** `utils.escapeSystemdPath`: a path as the name of a mount, device or instance (`systemd-escape --path`). */
export function escapeSystemdPath(path: string): string {
  const parts = simplified(path);
  if (parts === undefined) throw thrown(`escapeSystemdPath: ${path} is not a normalized path`);
  const escaped = parts.map((part) => part.replace(PATH_ESCAPED, hex)).join('-');
  return escaped === '' ? '-' : escaped.replace(/^\./, hex);
}

/** One argument of an Exec line: quoted as JSON, `%` and `$` doubled, so that systemd passes it on as it is. */
function execArg(rt: Runtime, lazy: Lazy): NixString {
  const value = force(lazy);
  const known =
    isPath(value) || isString(value) || isDerivation(value) || isUnknown(value)
      ? interpolated(rt, value)
      : typeof value === 'bigint' || typeof value === 'number'
        ? coerceText(rt, value)
        : undefined;
  if (known === undefined) throw thrown('escapeSystemdExecArg only allows strings, paths, numbers and derivations');
  const quotedText = (text: string) => jsonText(text).slice(1, -1).replaceAll('%', '%%').replaceAll('$', '$$$$');
  return concatStrings(rt, [str('"'), mapKnown(known, quotedText), str('"')]);
}

const members: Members = {
  ...functions({
    escapeSystemdPath: (_rt, value) => {
      const known = expectText(value);
      return known.holes === undefined
        ? { ...known, text: escapeSystemdPath(known.text) }
        : mapKnown(known, (piece) => piece.replace(PATH_ESCAPED, hex).replaceAll('/', '-'));
    },
    escapeSystemdExecArg: (rt, value) => execArg(rt, value),
    escapeSystemdExecArgs: (rt, values) => {
      const known = expectList(values);
      return join(
        rt,
        str(' '),
        list(
          known.items.map((item) => execArg(rt, item)),
          known.open,
        ),
      );
    },
    toShellPath: (rt, shell) => {
      const value = force(shell);
      const path = isAttrs(value) ? lookup(value, 'shellPath') : undefined;
      if (path !== undefined) return concatStrings(rt, [str('/run/current-system/sw'), interpolated(rt, path)]);
      if (isDerivation(value)) throw thrown(`${interpolated(rt, value).text} is not a shell package`);
      return value;
    },
    removePackagesByName: (rt, packages, removed) => {
      const names = expectList(removed).items.map((pkg) => nameOf(rt, pkg));
      const known = expectList(packages);
      return list(
        known.items.filter((pkg) => !names.includes(nameOf(rt, pkg))),
        known.open,
      );
    },
  }),
  pathsNeededForBoot: list(NEEDED_FOR_BOOT.map((where) => str(where))),
};

/** nixos/lib/utils.nix: the functions that modules call for text; the others make scripts and settings, and are unknown. */
export const nixosUtils: Attrs = openRecord('utils', members);

function nameOf(rt: Runtime, pkg: Lazy): string {
  const value = expectAttrs(pkg);
  return coerceText(rt, packageName(rt, value)).text;
}
