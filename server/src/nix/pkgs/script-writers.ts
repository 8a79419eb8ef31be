import { isDerivation } from '../attrs';
import { coerceText, functions, interpolated, namedArgs, REQUIRED, readText } from '../lib/kit';
import { native } from '../native';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force, originOf } from '../thunk';
import {
  type Attrs,
  attrsOf,
  type Func,
  isAttrs,
  isList,
  isPath,
  type Lazy,
  list,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { derivationFrom } from './derivation';
import { stub } from './stub';
import { textFile } from './text-file';

interface Interpreter {
  /** The package and the program in it. */
  readonly pkg: string;
  readonly program: string;
  /** What stands after the program in the first line. */
  readonly flags?: string;
  /** The environment that libraries give instead of the bare package. */
  readonly libraries?: boolean;
  readonly header?: string;
}

/** Interpreters of nixpkgs' writers (pkgs/build-support/writers/scripts.nix). */
const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  Bash: { pkg: 'bash', program: 'bash' },
  Dash: { pkg: 'dash', program: 'dash' },
  Fish: { pkg: 'fish', program: 'fish', flags: ' --no-config' },
  Nu: { pkg: 'nushell', program: 'nu', flags: ' --no-config-file' },
  Python3: { pkg: 'python3', program: 'python3', libraries: true },
  PyPy3: { pkg: 'pypy3', program: 'pypy3', libraries: true },
  PyPy2: { pkg: 'pypy2', program: 'pypy2', libraries: true },
  Python2: { pkg: 'python2', program: 'python2', libraries: true },
  Perl: { pkg: 'perl', program: 'perl', libraries: true },
  Lua: { pkg: 'lua', program: 'lua', libraries: true },
  Ruby: { pkg: 'ruby', program: 'ruby', libraries: true },
  Babashka: { pkg: 'babashka-unwrapped', program: 'bb' },
};

/** Writers whose file is made by a compiler, so that it has no text. */
const COMPILED = ['Haskell', 'Rust', 'Nim', 'FSharp', 'OCaml', 'Zig', 'Guile', 'JS'];

function hasLibraries(options: Attrs | undefined): boolean {
  const given = options?.entries.get('libraries');
  const value = given === undefined ? null : force(given.value);
  return value !== null && !(isList(value) && value.items.length === 0 && value.open === undefined);
}

function shebang(
  rt: Runtime,
  { pkg, program, flags = '', libraries }: Interpreter,
  options: Attrs | undefined,
): NixString {
  const name = libraries === true && hasLibraries(options) ? `${pkg}-env` : pkg;
  const path = interpolated(rt, stub(rt, { why: `pkgs.${pkg}`, name, program }));
  return concatStrings(rt, [str('#! '), path, str(`/bin/${program}${flags}\n`)]);
}

/** A file from a name (or a path below the package), its first line, and its content: a text or a file to copy. */
function scriptFile(rt: Runtime, why: string, nameOrPath: Lazy, first: Lazy, content: Lazy): Attrs {
  const where = coerceText(rt, nameOrPath).text;
  const name = str(baseName(where));
  const text = delay(
    rt,
    () => {
      const value = force(content);
      const body = isPath(value) ? readText(rt, value) : interpolated(rt, value);
      return concatStrings(rt, [interpolated(rt, first), body]);
    },
    originOf(content),
  );
  const destination = where.startsWith('/') ? where : '';
  return textFile(rt, why, { name, text, executable: true, destination, program: name });
}

const isOptions = (value: Value): value is Attrs => isAttrs(value) && !isDerivation(value);

/** A writer for an interpreter: `name content`, or `name { options } content`. */
function writer(name: string, interpreter: Interpreter, toPath: (name: string) => string): Func {
  const why = `pkgs.writers.${name}`;
  return native(name, 2, (rt, given, second) => {
    const where = delay(rt, () => str(toPath(coerceText(rt, given).text)));
    const value = force(second);
    const write = (run: Runtime, options: Attrs | undefined, content: Lazy) =>
      scriptFile(
        run,
        why,
        where,
        delay(run, () => shebang(run, interpreter, options)),
        content,
      );
    return isOptions(value)
      ? native(name, 1, (run, content) => write(run, value, content))
      : write(rt, undefined, second);
  });
}

const itself = (name: string) => name;
const inBin = (name: string) => `/bin/${name}`;

/** A writer of which only the name of the result is known: `name { options } content`, or `name content`. */
function compiledWriter(name: string, toPath: (name: string) => string, parameters = 3): Func {
  const why = `pkgs.writers.${name}`;
  return native(name, parameters, (rt, given) => {
    const base = str(baseName(toPath(coerceText(rt, given).text)));
    return derivationFrom(rt, why, attrsOf({ name: base })) ?? unknown(why);
  });
}

const interpreted = Object.entries(INTERPRETERS).flatMap(([name, interpreter]): [string, Func][] => [
  [`write${name}`, writer(`write${name}`, interpreter, itself)],
  [`write${name}Bin`, writer(`write${name}Bin`, interpreter, inBin)],
]);

const compiled = COMPILED.flatMap((name): [string, Func][] => [
  [`write${name}`, compiledWriter(`write${name}`, itself)],
  [`write${name}Bin`, compiledWriter(`write${name}Bin`, inBin)],
]);

/** `pkgs.writers`, scripts. */
export const scriptWriters: Readonly<Record<string, Func>> = {
  ...Object.fromEntries([...interpreted, ...compiled]),
  writeNginxConfig: compiledWriter('writeNginxConfig', itself, 2),
  ...functions({
    makeScriptWriter: (_rt, options) => {
      const given = namedArgs(options, { interpreter: REQUIRED, check: str(''), makeWrapperArgs: list([]) });
      return native('makeScriptWriter', 2, (rt, nameOrPath, content) => {
        const first = delay(rt, () => concatStrings(rt, [str('#! '), interpolated(rt, given.interpreter), str('\n')]));
        return scriptFile(rt, 'pkgs.writers.makeScriptWriter', nameOrPath, first, content);
      });
    },
    makeBinWriter: (_rt, _options) => compiledWriter('makeBinWriter', itself),
  }),
};
