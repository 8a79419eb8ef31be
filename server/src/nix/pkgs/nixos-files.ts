import { attrsFrom } from '../attrs';
import { native } from '../native';
import type { Lazy } from '../value';
import { keeping, kept } from './kept-call';

/** What importing a file below `nixos/` of nixpkgs gives that makes systems or tests of modules; undefined for any other file. */
export function nixosFile(name: string, pkgs: Lazy): Lazy | undefined {
  const test = (why: string): Lazy => keeping('test-of-modules', why);
  switch (name.replace(/(\/default)?\.nix$/, '')) {
    case 'nixos':
    case 'nixos/lib/eval-config':
      return native('evalConfig', 1, (_rt, given) =>
        kept('configuration-of-modules', 'evalConfig', given ?? null, [['pkgs', pkgs]]),
      );
    case 'nixos/lib':
      return native('nixos/lib', 1, () => attrsFrom([['runTest', test('runTest')]]));
    case 'nixos/lib/testing-python':
      return native('testing-python', 1, () =>
        attrsFrom(['makeTest', 'simpleTest'].map((each) => [each, test(each)] as const)),
      );
    case 'nixos/tests/make-test-python':
      return native('make-test-python', 2, (_rt, written) =>
        kept('test-of-modules', 'make-test-python', written ?? null),
      );
    default:
      return undefined;
  }
}
