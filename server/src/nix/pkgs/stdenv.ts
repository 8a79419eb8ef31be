import { attrsFrom, mergeAttrs } from '../attrs';
import { interpolated, member } from '../lib/kit';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay } from '../thunk';
import { type Attrs, type Lazy, str } from '../value';
import { mkDerivation } from './derivation';
import { stub } from './stub';

/** `pkgs.stdenv` and its kin: the platform is known, everything else is a package. */
export function stdenv(rt: Runtime, why: string, platform: Attrs, shell: Lazy): Attrs {
  const builder = mkDerivation(`${why}.mkDerivation`);
  const flags = [...platform.entries]
    .filter(([name]) => /^is[A-Z]/.test(name))
    .map(([name, one]): [string, Lazy] => [name, one.value]);
  const known = attrsFrom([
    ...flags,
    ['mkDerivation', builder],
    ['hostPlatform', platform],
    ['buildPlatform', platform],
    ['targetPlatform', platform],
    ['system', member(platform, 'system')],
    ['shell', shell],
    ['shellDryRun', delay(rt, () => concatStrings(rt, [interpolated(rt, shell), str(' -n -O extglob')]))],
    ['override', native('override', 1, () => stdenv(rt, why, platform, shell))],
  ]);
  const name = why.slice(why.lastIndexOf('.') + 1);
  return mergeAttrs(stub(rt, { why, name }), known);
}
