import { byteLength } from '../bytes';
import { expectAttrs, expectBool, expectList } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { isList, type Lazy, type List, list, type NixString, str, type Value } from '../value';
import { plainValue } from './generators-ini';
import { call, entriesOf, functions, interpolated, namedArgs, openItems, REQUIRED, thrown } from './kit';
import { escapeShellArgs } from './strings-escape';

interface OptionFormat {
  readonly option: NixString;
  readonly separator: NixString | null;
  readonly explicitBool: boolean;
  readonly format: (value: Lazy) => NixString;
}

type Format = (name: string) => OptionFormat;

const formatter = (rt: Runtime, f: Value) => (value: Lazy) =>
  f === null ? plainValue(rt, value) : interpolated(rt, call(rt, f, value));

/** The arguments that one value of an option gives. */
function argumentsOf(rt: Runtime, format: OptionFormat, lazy: Lazy): NixString[] {
  const value = force(lazy);
  if (value === null || (!format.explicitBool && value === false)) return [];
  if (!format.explicitBool && value === true) return [format.option];
  const text = format.format(value);
  return format.separator === null
    ? [format.option, text]
    : [concatStrings(rt, [format.option, format.separator, text])];
}

function commandLine(rt: Runtime, format: Format, options: Lazy): List {
  const set = expectAttrs(options);
  let open = openItems(set);
  const items = entriesOf(set).flatMap(([name, one]) => {
    if (name === '') throw thrown('lib.cli.toCommandLine only accepts non-empty option names.');
    const value = force(one.value);
    if (!isList(value)) return argumentsOf(rt, format(name), value);
    open = value.open ?? open;
    return value.items.flatMap((item) => argumentsOf(rt, format(name), item));
  });
  return list(items, open);
}

/** Options in the format that code gives for each name. */
function givenFormat(rt: Runtime, optionFormat: Lazy): Format {
  return (name) => {
    const given = namedArgs(call(rt, optionFormat, str(name)), {
      option: REQUIRED,
      sep: REQUIRED,
      explicitBool: REQUIRED,
      formatArg: null,
    });
    const separator = force(given.sep);
    return {
      option: interpolated(rt, given.option),
      separator: separator === null ? null : interpolated(rt, separator),
      explicitBool: expectBool(rt, given.explicitBool),
      format: formatter(rt, force(given.formatArg)),
    };
  };
}

/** `-x` and `--long=value`. */
function gnuFormat(rt: Runtime, options: Lazy): Format {
  const given = namedArgs(options, { isLong: null, explicitBool: false, formatArg: null });
  const isLong = force(given.isLong);
  return (name) => {
    const long = isLong === null ? byteLength(name) > 1 : expectBool(rt, call(rt, isLong, str(name)));
    return {
      option: str(long ? `--${name}` : `-${name}`),
      separator: str(long ? '=' : ''),
      explicitBool: expectBool(rt, given.explicitBool),
      format: formatter(rt, force(given.formatArg)),
    };
  };
}

const DEPRECATED_ARGS = {
  mkOptionName: null,
  mkBool: null,
  mkList: null,
  mkOption: null,
  optionValueSeparator: null,
} as const;

/** The older `toGNUCommandLine`: each part of the rendering can be replaced. */
function deprecatedCommandLine(rt: Runtime, options: Lazy, set: Lazy): List {
  const given = namedArgs(options, DEPRECATED_ARGS);
  const part = (name: keyof typeof DEPRECATED_ARGS) => force(given[name]);
  const nameOf = (key: string): NixString => {
    const f = part('mkOptionName');
    if (f !== null) return interpolated(rt, call(rt, f, str(key)));
    return str(byteLength(key) === 1 ? `-${key}` : `--${key}`);
  };
  const custom = (name: keyof typeof DEPRECATED_ARGS, key: string, value: Lazy): readonly Lazy[] | undefined => {
    const f = part(name);
    return f === null ? undefined : expectList(call(rt, f, str(key), value)).items;
  };
  const option = (key: string, value: Lazy): readonly Lazy[] => {
    const rendered = custom('mkOption', key, value);
    if (rendered !== undefined) return rendered;
    if (force(value) === null) return [];
    const separator = part('optionValueSeparator');
    const text = plainValue(rt, value);
    return separator === null
      ? [nameOf(key), text]
      : [concatStrings(rt, [nameOf(key), interpolated(rt, separator), text])];
  };
  const known = expectAttrs(set);
  const items = entriesOf(known).flatMap(([key, one]) => {
    const value = force(one.value);
    if (typeof value === 'boolean') return custom('mkBool', key, value) ?? (value ? [nameOf(key)] : []);
    if (isList(value)) return custom('mkList', key, value) ?? value.items.flatMap((item) => option(key, item));
    return option(key, value);
  });
  return list(items, openItems(known));
}

/** nixpkgs lib/cli.nix. */
export const cli = functions({
  toCommandLine: (rt, format, options) => commandLine(rt, givenFormat(rt, format), options),
  toCommandLineShell: (rt, format, options) => escapeShellArgs(rt, commandLine(rt, givenFormat(rt, format), options)),
  toCommandLineGNU: (rt, style, options) => commandLine(rt, gnuFormat(rt, style), options),
  toCommandLineShellGNU: (rt, style, options) => escapeShellArgs(rt, commandLine(rt, gnuFormat(rt, style), options)),
  toGNUCommandLine: (rt, style, options) => deprecatedCommandLine(rt, style, options),
  toGNUCommandLineShell: (rt, style, options) => escapeShellArgs(rt, deprecatedCommandLine(rt, style, options)),
});
