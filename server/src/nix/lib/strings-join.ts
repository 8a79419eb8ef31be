import { expectAttrs, expectBool, expectInt, expectList, expectString, expectText } from '../expect';
import { checkItems, type Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force } from '../thunk';
import { isUnknown, type Lazy, type List, list, type NixString, str } from '../value';
import { getOutput } from './attrsets-outputs';
import { call, count, entriesOf, functions, interpolated, join, openItems } from './kit';

const mapped = (rt: Runtime, f: Lazy, xs: List): List =>
  list(
    xs.items.map((item) => call(rt, f, item)),
    xs.open,
  );

const numbered = (rt: Runtime, f: Lazy, xs: List): List =>
  list(
    xs.items.map((item, i) => call(rt, f, BigInt(i + 1), item)),
    xs.open,
  );

/** `lib.makeSearchPath`: the folder below each path, joined by colons; nulls are left out. */
function searchPath(rt: Runtime, folder: NixString, paths: List): NixString {
  const present = paths.items.filter((item) => force(item) !== null);
  return join(
    rt,
    str(':'),
    list(
      present.map((item) => concatStrings(rt, [interpolated(rt, item), str('/'), folder])),
      paths.open,
    ),
  );
}

function outputPath(rt: Runtime, output: string, folder: NixString, pkgs: Lazy): NixString {
  const known = expectList(pkgs);
  return searchPath(
    rt,
    folder,
    list(
      known.items.map((pkg) => delay(rt, () => getOutput(rt, output, pkg))),
      known.open,
    ),
  );
}

/** `lib.makeBinPath`. */
export function binPath(rt: Runtime, pkgs: Lazy): NixString {
  return outputPath(rt, 'bin', str('bin'), pkgs);
}

/** nixpkgs lib/strings.nix: joining. */
export const stringJoins = functions({
  concatStrings: (rt, xs) => join(rt, str(''), expectList(xs)),
  concatMapStrings: (rt, f, xs) => join(rt, str(''), mapped(rt, f, expectList(xs))),
  concatImapStrings: (rt, f, xs) => join(rt, str(''), numbered(rt, f, expectList(xs))),
  concatMapStringsSep: (rt, sep, f, xs) => join(rt, expectText(sep), mapped(rt, f, expectList(xs))),
  concatImapStringsSep: (rt, sep, f, xs) => join(rt, expectText(sep), numbered(rt, f, expectList(xs))),
  concatMapAttrsStringSep: (rt, sep, f, set) => {
    const known = expectAttrs(set);
    return join(
      rt,
      expectText(sep),
      list(
        entriesOf(known).map(([name, one]) => call(rt, f, str(name), one.value)),
        openItems(known),
      ),
    );
  },
  concatLines: (rt, xs) => {
    const known = expectList(xs);
    return known.items.length === 0 && known.open === undefined
      ? str('')
      : concatStrings(rt, [join(rt, str('\n'), known), str('\n')]);
  },
  intersperse: (_rt, sep, xs) => {
    const known = expectList(xs);
    return list(
      known.items.flatMap((item, i) => (i === 0 ? [item] : [sep, item])),
      known.open,
    );
  },
  replicate: (rt, n, text) => {
    const times = count(expectInt(n));
    checkItems(rt, times);
    return concatStrings(rt, new Array<NixString>(times).fill(expectText(text)));
  },
  optionalString: (rt, cond, text) => (expectBool(rt, cond) ? force(text) : str('')),
  makeSearchPath: (rt, folder, paths) => searchPath(rt, expectText(folder), expectList(paths)),
  makeSearchPathOutput: (rt, output, folder, pkgs) => outputPath(rt, expectString(output), expectText(folder), pkgs),
  makeLibraryPath: (rt, pkgs) => outputPath(rt, 'lib', str('lib'), pkgs),
  makeIncludePath: (rt, pkgs) => outputPath(rt, 'dev', str('include'), pkgs),
  makeBinPath: (rt, pkgs) => binPath(rt, pkgs),
  addContextFrom: (rt, source, target) => {
    const from = force(source);
    const to = force(target);
    if (isUnknown(from)) return to;
    return concatStrings(rt, [{ ...expectText(from), text: '', holes: undefined }, expectText(to)]);
  },
});
