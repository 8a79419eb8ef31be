import { textBytes } from '../../store/bytes';
import { isDerivation } from '../attrs';
import { expectAttrs, expectList, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { isAttrs, isPath, isString, isUnknown, type Lazy, list, type NixString, str } from '../value';
import { coerceText, functions, interpolated, join, lookup, type Members, mapKnown, thrown } from './kit';
import { packageName } from './meta';
import { jsonText } from './nix-text';

const NEEDED_FOR_BOOT = ['/', '/nix', '/nix/store', '/var', '/var/log', '/var/lib', '/var/lib/nixos', '/etc', '/usr'];

const SYSTEMD_PATH_SAFE = /^[A-Za-z0-9:_]$/;

/** `utils.escapeSystemdPath`: a path as the name of a mount, device or instance (`systemd-escape --path`). */
export function escapeSystemdPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const escaped = parts.map((part, i) =>
    Array.from(part, (c, at) =>
      SYSTEMD_PATH_SAFE.test(c) || (c === '.' && !(i === 0 && at === 0)) ? c : escapedBytes(c),
    ).join(''),
  );
  return escaped.length === 0 ? '-' : escaped.join('-');
}

const escapedBytes = (c: string) =>
  Array.from(textBytes(c), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

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

/** nixos/lib/utils.nix: the functions that modules call. */
export const nixosUtils: Members = {
  ...functions({
    escapeSystemdPath: (_rt, value) => {
      const known = expectText(value);
      return known.holes === undefined
        ? { ...known, text: escapeSystemdPath(known.text) }
        : mapKnown(known, (piece) => escapeSystemdPath(`/${piece}`));
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
      if (!isAttrs(value)) return isUnknown(value) ? value : force(shell);
      const path = lookup(value, 'shellPath');
      return concatStrings(rt, [interpolated(rt, value), path === undefined ? str('') : interpolated(rt, path)]);
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

function nameOf(rt: Runtime, pkg: Lazy): string {
  const value = expectAttrs(pkg);
  return coerceText(rt, packageName(rt, value)).text;
}
