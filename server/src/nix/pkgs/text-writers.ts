import { expectAttrs, expectBool, expectList, expectString } from '../expect';
import {
  coerceText,
  entriesOf,
  functions,
  interpolated,
  join,
  kindName,
  type Members,
  namedArgs,
  REQUIRED,
  thrown,
} from '../lib/kit';
import { escapeNixString } from '../lib/nix-text';
import { toShellVar } from '../lib/strings-escape';
import { binPath } from '../lib/strings-join';
import { isStringLike } from '../lib/strings-test';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force, originOf } from '../thunk';
import {
  type Attrs,
  attrsOf,
  isAttrs,
  isFunction,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { derivationFrom } from './derivation';
import { withPassthru } from './overriding';
import { script, textFile } from './text-file';

const WRITE_TEXT_FILE = {
  name: REQUIRED,
  text: REQUIRED,
  executable: false,
  destination: str(''),
  checkPhase: str(''),
  meta: attrsOf({}),
  passthru: attrsOf({}),
  allowSubstitutes: false,
  preferLocalBuild: true,
  derivationArgs: attrsOf({}),
} as const;

/** Meta and passthru as the attributes of the package. */
function fieldsOf(meta: Lazy, passthru: Lazy): Attrs {
  return withPassthru(attrsOf({ meta, passthru }));
}

function writeTextFile(rt: Runtime, options: Lazy): Attrs {
  const given = namedArgs(options, WRITE_TEXT_FILE);
  const destination = coerceText(rt, given.destination).text;
  if (destination !== '' && !/^\/./.test(destination))
    throw thrown(
      `destination must be an absolute path, relative to the derivation's out path,\ngot '${destination}' instead.\n\nEnsure that the path starts with a / and specifies at least the filename.\n`,
    );
  return textFile(rt, 'pkgs.writeTextFile', {
    name: given.name,
    text: given.text,
    executable: coerceText(rt, given.executable).text !== '',
    destination,
    fields: fieldsOf(given.meta, given.passthru),
  });
}

/** A text that is no string is taken by `toString`, as writeText still does. */
function plainText(rt: Runtime, name: Lazy, text: Lazy): Lazy {
  return delay(
    rt,
    () => {
      const value = force(text);
      if (isString(value) || isUnknown(value)) return value;
      if (!isFunction(value) && !(isAttrs(value) && !isStringLike(value))) return coerceText(rt, value);
      throw thrown(
        `pkgs.writeText ${escapeNixString(coerceText(rt, name).text)}: The second argument should be a string, but it's a ${kindName(value)} instead.`,
      );
    },
    originOf(text),
  );
}

const inBin = (rt: Runtime, name: Lazy) => `/bin/${coerceText(rt, name).text}`;

/** nixpkgs' trivial builders that write a text to the store; `shell` is the interpreter of scripts. */
export function textWriters(shell: (rt: Runtime) => NixString): Members {
  return functions({
    writeTextFile: (rt, options) => writeTextFile(rt, options),
    writeText: (rt, name, text) =>
      textFile(rt, 'pkgs.writeText', { name, text: plainText(rt, name, text), executable: false, destination: '' }),
    writeTextDir: (rt, path, text) => {
      const where = expectString(path);
      return textFile(rt, 'pkgs.writeTextDir', {
        name: str(baseName(where)),
        text,
        executable: false,
        destination: `/${where}`,
      });
    },
    writeScript: (rt, name, text) =>
      textFile(rt, 'pkgs.writeScript', { name, text, executable: true, destination: '' }),
    writeScriptBin: (rt, name, text) =>
      textFile(rt, 'pkgs.writeScriptBin', { name, text, executable: true, destination: inBin(rt, name) }),
    writeShellScript: (rt, name, text) =>
      textFile(rt, 'pkgs.writeShellScript', {
        name,
        text: script(rt, shell(rt), text),
        executable: true,
        destination: '',
      }),
    writeShellScriptBin: (rt, name, text) =>
      textFile(rt, 'pkgs.writeShellScriptBin', {
        name,
        text: script(rt, shell(rt), text),
        executable: true,
        destination: inBin(rt, name),
      }),
    writeShellApplication: (rt, options) => shellApplication(rt, shell(rt), options),
    writeClosure: (rt, _paths) => namedPackage(rt, 'pkgs.writeClosure', 'runtime-deps'),
    writeReferencesToFile: (rt, _path) => namedPackage(rt, 'pkgs.writeReferencesToFile', 'runtime-deps'),
    writeDirectReferencesToFile: (rt, _path) =>
      namedPackage(rt, 'pkgs.writeDirectReferencesToFile', 'runtime-references'),
    writeStringReferencesToFile: (rt, _text) =>
      namedPackage(rt, 'pkgs.writeStringReferencesToFile', 'string-references'),
  });
}

const namedPackage = (rt: Runtime, why: string, name: string): Value =>
  derivationFrom(rt, why, attrsOf({ name: str(name) })) ?? unknown(why);

const APPLICATION = {
  name: REQUIRED,
  text: REQUIRED,
  runtimeInputs: list([]),
  runtimeEnv: null,
  meta: attrsOf({}),
  passthru: attrsOf({}),
  checkPhase: null,
  excludeShellChecks: list([]),
  extraShellCheckFlags: list([]),
  bashOptions: list(['errexit', 'nounset', 'pipefail'].map((option) => str(option))),
  derivationArgs: attrsOf({}),
  inheritPath: true,
} as const;

/** `writeShellApplication`: a script with its options, variables and PATH set before the text. */
function shellApplication(rt: Runtime, shell: NixString, options: Lazy): Attrs {
  const given = namedArgs(options, APPLICATION);
  const text = delay(
    rt,
    () =>
      concatStrings(rt, [
        str('#!'),
        shell,
        str('\n'),
        optionLines(rt, given.bashOptions),
        str('\n'),
        variableLines(rt, given.runtimeEnv),
        pathLine(rt, given.runtimeInputs, given.inheritPath),
        str('\n'),
        interpolated(rt, given.text),
        str('\n'),
      ]),
    originOf(given.text),
  );
  return textFile(rt, 'pkgs.writeShellApplication', {
    name: given.name,
    text,
    executable: true,
    destination: inBin(rt, given.name),
    fields: fieldsOf(given.meta, given.passthru),
  });
}

function optionLines(rt: Runtime, options: Lazy): NixString {
  const known = expectList(options);
  const lines = known.items.map((option) => concatStrings(rt, [str('set -o '), interpolated(rt, option)]));
  return join(rt, str('\n'), list(lines, known.open));
}

function variableLines(rt: Runtime, variables: Lazy): NixString {
  const value = force(variables);
  if (value === null) return str('');
  const lines = entriesOf(expectAttrs(value)).map(([name, one]) =>
    concatStrings(rt, [toShellVar(rt, name, one.value), str(`\nexport ${name}\n`)]),
  );
  return concatStrings(rt, lines);
}

function pathLine(rt: Runtime, inputs: Lazy, inheritPath: Lazy): NixString {
  const known = expectList(inputs);
  if (known.items.length === 0 && known.open === undefined) return str('');
  const tail = expectBool(rt, inheritPath) ? ':$PATH"\n' : '"\n';
  return concatStrings(rt, [str('\nexport PATH="'), binPath(rt, known), str(tail)]);
}
