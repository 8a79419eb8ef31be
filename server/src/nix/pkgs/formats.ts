import { mapAttrs, mergeAttrs, openRecord, openSet, removeAttrs, select } from '../attrs';
import { expectAttrs, expectBool, expectString } from '../expect';
import { lua, luaBindings } from '../lib/generators-data';
import {
  defaultPair,
  gitIni,
  givenPair,
  ini,
  iniStyle,
  iniWithGlobal,
  keyValueLines,
  plainValue,
} from '../lib/generators-ini';
import { call, later, type Members, member, namedArgs } from '../lib/kit';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { delay, force, originOf, type Thunk } from '../thunk';
import {
  type Attrs,
  attrsOf,
  type Func,
  isAttrs,
  isList,
  type Lazy,
  list,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { dataTexts } from './data-writers';
import { textFile } from './text-file';

type Types = (name: string) => Lazy;

/** A value type of data files: each of the given plain types, sets of it, lists of it. */
function valueType(rt: Runtime, types: Types, description: string, nullable: boolean, plain: readonly string[]): Lazy {
  const self: Thunk = delay(rt, () => {
    const one = [...plain.map(types), later(rt, types('attrsOf'), self), later(rt, types('listOf'), self)];
    const either = call(rt, types('oneOf'), list(one));
    const type = nullable ? call(rt, types('nullOr'), either) : either;
    return isAttrs(type) ? mergeAttrs(type, attrsOf({ description: str(description) })) : type;
  });
  return self;
}

const DATA_TYPES = ['bool', 'int', 'float', 'str', 'path'];
const ATOM_TYPES = ['bool', 'int', 'float', 'str'];

const atomType = (rt: Runtime, types: Types): Lazy =>
  later(rt, types('nullOr'), later(rt, types('oneOf'), list(ATOM_TYPES.map(types))));

type Generate = (rt: Runtime, value: Lazy) => NixString;

function format(name: string, type: Lazy, generate: Generate, extra: Members = {}): Attrs {
  return attrsOf({
    type,
    generate: native('generate', 2, (run, file, value) =>
      textFile(run, `(pkgs.formats.${name} { }).generate`, {
        name: file,
        text: delay(run, () => generate(run, value), originOf(value)),
        executable: false,
        destination: '',
      }),
    ),
    ...extra,
  });
}

interface ListRules {
  readonly duplicates: boolean;
  readonly listToValue: Value;
  readonly coerced: boolean;
}

const INI_OPTIONS = {
  listsAsDuplicateKeys: false,
  listToValue: null,
  atomsCoercedToLists: null,
  mkKeyValue: null,
} as const;

function listRules(rt: Runtime, options: Lazy): ListRules {
  const given = namedArgs(options, INI_OPTIONS, true);
  return {
    duplicates: expectBool(rt, given.listsAsDuplicateKeys),
    listToValue: force(given.listToValue),
    coerced: force(given.atomsCoercedToLists) === true,
  };
}

/** What a key may hold: an atom, and lists where the rules have a use for them. */
function keyType(
  rt: Runtime,
  types: Types,
  { duplicates, listToValue, coerced }: ListRules,
  alwaysList: boolean,
): Lazy {
  const atom = atomType(rt, types);
  if (!duplicates && listToValue === null) return atom;
  const lists = later(rt, types(duplicates ? 'listOf' : 'nonEmptyListOf'), atom);
  if (!coerced && !alwaysList) return later(rt, types('either'), atom, lists);
  const wrap = native('singleton', 1, (_run, x) => list([x]));
  return later(rt, types('coercedTo'), atom, wrap, lists);
}

/** The set with its lists made values by `listToValue`. */
function withoutLists(rt: Runtime, { listToValue }: ListRules, set: Lazy): Attrs {
  const known = expectAttrs(set);
  if (listToValue === null) return known;
  return mapAttrs(known, (_name, value) =>
    delay(rt, () => {
      const forced = force(value);
      return isList(forced) ? call(rt, listToValue, forced) : forced;
    }),
  );
}

const sectionsOf = (rt: Runtime, rules: ListRules, value: Lazy): Attrs =>
  mapAttrs(expectAttrs(value), (_name, section) => delay(rt, () => withoutLists(rt, rules, section)));

/** The options that the generator of INI files understands. */
const generatorOptions = (options: Lazy): Attrs =>
  removeAttrs(expectAttrs(options), new Set(['listToValue', 'atomsCoercedToLists']));

function keyValueFormat(rt: Runtime, types: Types, options: Lazy): Attrs {
  const rules = listRules(rt, options);
  const given = namedArgs(options, { ...INI_OPTIONS, indent: str('') });
  const pair = force(given.mkKeyValue);
  const render = pair === null ? defaultPair('=', plainValue) : givenPair(pair);
  const type = later(rt, types('attrsOf'), keyType(rt, types, rules, true));
  return format('keyValue', type, (run, value) =>
    keyValueLines(run, render, rules.duplicates, expectString(given.indent), withoutLists(run, rules, value)),
  );
}

function iniFormat(rt: Runtime, types: Types, options: Lazy): Attrs {
  const rules = listRules(rt, options);
  const atom = keyType(rt, types, rules, false);
  const type = later(rt, types('attrsOf'), later(rt, types('attrsOf'), atom));
  return format(
    'ini',
    type,
    (run, value) => ini(run, iniStyle(run, generatorOptions(options)), sectionsOf(run, rules, value)),
    { lib: attrsOf({ types: attrsOf({ atom }) }) },
  );
}

function iniGlobalFormat(rt: Runtime, types: Types, mkOption: Lazy, options: Lazy): Attrs {
  const rules = listRules(rt, options);
  const section = later(rt, types('attrsOf'), keyType(rt, types, rules, false));
  const option = (type: Lazy) => later(rt, mkOption, attrsOf({ type, default: attrsOf({}) }));
  const declared = attrsOf({ sections: option(later(rt, types('attrsOf'), section)), globalSection: option(section) });
  const type = later(rt, types('submodule'), attrsOf({ options: declared }));
  return format('iniWithGlobalSection', type, (run, value) => {
    const given = namedArgs(value, { sections: attrsOf({}), globalSection: attrsOf({}) }, true);
    const style = iniStyle(run, generatorOptions(options));
    return iniWithGlobal(
      run,
      style,
      withoutLists(run, rules, given.globalSection),
      sectionsOf(run, rules, given.sections),
    );
  });
}

function gitFormat(rt: Runtime, types: Types, options: Lazy): Attrs {
  const atom = keyType(rt, types, listRules(rt, options), false);
  const nested = later(rt, types('either'), atom, later(rt, types('attrsOf'), atom));
  const type = later(rt, types('attrsOf'), later(rt, types('attrsOf'), nested));
  return format('gitIni', type, (run, value) => gitIni(run, expectAttrs(value)));
}

const systemdPair = (rt: Runtime, key: string, value: Lazy): NixString =>
  force(value) === null ? str(`# ${key} is unset`) : defaultPair(' = ', plainValue)(rt, key, value);

function luaFormat(rt: Runtime, types: Types, options: Lazy): Attrs {
  const given = namedArgs(
    options,
    { asBindings: false, multiline: true, columnWidth: 100n, indentWidth: 2n, indentUsingTabs: false },
    true,
  );
  const type = valueType(rt, types, 'lua value', true, ['bool', 'float', 'int', 'path', 'str', 'luaInline']);
  return format('lua', type, (run, value) => {
    const asBindings = expectBool(run, given.asBindings);
    const text = lua(run, { multiline: true, indent: '' }, value);
    return asBindings
      ? luaBindings(run, { multiline: true, indent: '' }, expectAttrs(value))
      : concatStrings(run, [str('return '), text, str('\n')]);
  });
}

/** Formats whose text is made by a program that nobody runs here: the type is known, the text is not. */
function opaqueFormat(rt: Runtime, types: Types, name: string): Func {
  const type = valueType(rt, types, `${name} value`, true, DATA_TYPES);
  return native(name, 1, () =>
    mergeAttrs(
      format(name, type, () => holeText(unknown(`text of pkgs.formats.${name}`))),
      attrsOf({ lib: openSet(unknown(`(pkgs.formats.${name} { }).lib`)) }),
    ),
  );
}

const OPAQUE = [
  'cdn',
  'elixirConf',
  'hocon',
  'javaProperties',
  'libconfig',
  'nixConf',
  'php',
  'pythonVars',
  'xml',
  'plist',
  'hcl1',
  'configobj',
  'kdl',
];

/** `pkgs.formats`: types of settings, and the files that are made of them. */
export function formats(rt: Runtime, lib: Attrs): Attrs {
  const group = delay(rt, () => force(member(lib, 'types')));
  const types: Types = (name) => delay(rt, () => force(select(force(group), name)));
  const mkOption = delay(rt, () => force(member(lib, 'mkOption')));
  const data = (name: keyof typeof dataTexts, title: string, nullable: boolean) =>
    native(name, 1, (run) => format(name, valueType(run, types, title, nullable, DATA_TYPES), dataTexts[name]));
  const known: Members = {
    json: data('json', 'JSON value', true),
    yaml: data('yaml', 'YAML 1.1 value', true),
    yaml_1_1: data('yaml', 'YAML 1.1 value', true),
    yaml_1_2: data('yaml', 'YAML 1.2 value', true),
    toml: data('toml', 'TOML value', false),
    keyValue: native('keyValue', 1, (run, options) => keyValueFormat(run, types, options)),
    ini: native('ini', 1, (run, options) => iniFormat(run, types, options)),
    iniWithGlobalSection: native('iniWithGlobalSection', 1, (run, options) =>
      iniGlobalFormat(run, types, mkOption, options),
    ),
    gitIni: native('gitIni', 1, (run, options) => gitFormat(run, types, options)),
    systemd: delay(rt, () => {
      const style = { pair: systemdPair, section: (_run: Runtime, name: string) => str(name), duplicateKeys: true };
      const type = expectAttrs(iniFormat(rt, types, attrsOf({ listsAsDuplicateKeys: true })));
      return mergeAttrs(
        type,
        format('systemd', member(type, 'type'), (run, value) => ini(run, style, expectAttrs(value))),
      );
    }),
    lua: native('lua', 1, (run, options) => luaFormat(run, types, options)),
  };
  const opaque = OPAQUE.map((name): [string, Lazy] => [name, opaqueFormat(rt, types, name)]);
  return openRecord('pkgs.formats', { ...Object.fromEntries(opaque), ...known });
}
