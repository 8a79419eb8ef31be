import { apply } from '../../nix/apply';
import { coerceToString } from '../../nix/coerce';
import { attrNames } from '../../nix/order';
import { force } from '../../nix/thunk';
import { type Attr, type Attrs, isAttrs, isString, isUnknown, list, str, type Value } from '../../nix/value';
import type { Configuration } from '../configuration';
import type { FileLine, GeneratedFile } from '../generated-file';
import type { Scope, World } from '../model';
import { attrAt, valueAt } from '../nixos/world';
import { attempt, type Collector } from '../problems';
import { ESCAPED_SINCE, type ReleaseRange } from '../release';
import { conditionsOf, entryOf, holesIn, keysOf, knownEntries } from '../values';
import { isDefinedHere } from './defined';
import { fileOf, linesOf, type Part } from './lines';

interface Reader {
  readonly from: Configuration;
  readonly to: Collector;
  /** Whether blanks and backslashes of an argument are written as escapes. */
  readonly escapes: boolean;
}

/** A set of rules as texts, and what stands before and after them in its file. */
interface RulesFile {
  readonly option: string;
  readonly path: string;
  readonly scope: Scope;
  readonly world: World;
  readonly head: readonly string[];
}

const HEAD = '# This file is created automatically and should not be modified.';

const SYSTEM: RulesFile = {
  option: 'systemd.tmpfiles.rules',
  path: '/etc/tmpfiles.d/00-nixos.conf',
  scope: 'system',
  world: 'nixos',
  head: [HEAD, '# Please change the option ‘systemd.tmpfiles.rules’ instead.', ''],
};

const USER: RulesFile = {
  option: 'systemd.user.tmpfiles.rules',
  path: '/etc/xdg/user-tmpfiles.d/00-nixos.conf',
  scope: 'user',
  world: 'nixos',
  head: [HEAD, '# Please change the options ‘systemd.user.tmpfiles’ instead.'],
};

const HOME: RulesFile = {
  option: 'systemd.user.tmpfiles.rules',
  path: '~/.config/user-tmpfiles.d/home-manager.conf',
  scope: 'user',
  world: 'home-manager',
  head: [HEAD, '# Please change the option ‘systemd.user.tmpfiles.rules’ instead.'],
};

/** What other modules of NixOS add to the same file. */
const OTHERS = 'the rules of other modules, which stand below in this file';

function read(reader: Reader, option: string): Value | undefined {
  return attempt(reader.from.world.ctx.rt, reader.to, () => valueAt(reader.from.world.config, ...option.split('.')));
}

function ruleLines({ from, to }: Reader, attr: Attr): readonly FileLine[] {
  return knownEntries(from.world.ctx.rt, to, '', '', attr).flatMap(({ entry }) => linesOf([entry]));
}

function rulesFile(reader: Reader, file: RulesFile, attr: Attr): readonly GeneratedFile[] {
  const { path, scope, world, head } = file;
  const rules = ruleLines(reader, attr);
  if (rules.length === 0) return [];
  const lines = [...head.flatMap((line) => linesOf([line])), ...rules, ...linesOf([''])];
  const made = fileOf({ path, kind: 'tmpfiles', scope, world }, lines, reader.from.enabled());
  return [file === SYSTEM ? { ...made, unknowns: [...made.unknowns, OTHERS] } : made];
}

function parentOf(reader: Reader, option: string): Attr {
  const path = option.split('.');
  const set = read(reader, path.slice(0, -1).join('.'));
  return attrAt(set ?? null, path.at(-1) ?? '');
}

function rulesOf(reader: Reader, file: RulesFile): readonly GeneratedFile[] {
  const defined = isDefinedHere(reader.from, reader.to, file.option);
  return defined ? rulesFile(reader, file, parentOf(reader, file.option)) : [];
}

/** The rules that NixOS has for single users. */
function rulesOfUsers(reader: Reader): readonly GeneratedFile[] {
  const option = 'systemd.user.tmpfiles.users';
  if (!isDefinedHere(reader.from, reader.to, option)) return [];
  return members(reader, read(reader, option)).flatMap(([user, attr]) => {
    const config = attempt(reader.from.world.ctx.rt, reader.to, () => force(attr.value));
    const path = `/etc/profiles/per-user/${user}/etc/xdg/user-tmpfiles.d/00-nixos-${user}.conf`;
    return config === undefined ? [] : rulesFile(reader, { ...USER, path }, attrAt(config, 'rules'));
  });
}

/** The attributes of a set in their order; none where it is not known. */
function members({ to }: Reader, set: Value | undefined): readonly (readonly [string, Attr])[] {
  if (set !== undefined && isUnknown(set)) to.meet(set.why);
  if (set === undefined || !isAttrs(set)) return [];
  return attrNames(set).flatMap((name) => {
    const attr = set.entries.get(name);
    return attr === undefined ? [] : [[name, attr] as const];
  });
}

function inner(reader: Reader, attr: Attr): readonly (readonly [string, Attr])[] {
  return members(
    reader,
    attempt(reader.from.world.ctx.rt, reader.to, () => force(attr.value)),
  );
}

/** A name that is a field of a rule: a path, or a type that is not set as such. */
function named(name: string, attr: Attr): Part {
  const keys = keysOf(attr);
  return { value: name, holes: holesIn(name), keys, values: keys, conditions: conditionsOf(attr) };
}

/** One rule: its fields in quotes, and the argument to the end of the line. */
function settingLine(reader: Reader, path: Part, name: string, rule: Attr, config: Attrs): readonly FileLine[] {
  const { from, escapes } = reader;
  const { ctx } = from.world;
  const field = (option: string, escaped = false): Part => {
    const attr = attrAt(config, option);
    const part = attempt(ctx.rt, reader.to, () => {
      const value = force(attr.value);
      const text = escaped && isString(value) ? escapedArgument(reader, value) : value;
      if (isUnknown(text)) return knownEntries(ctx.rt, reader.to, '', '', { ...attr, value: text })[0]?.entry;
      return entryOf('', '', coerceToString(ctx.rt, text, { mode: 'toString' }), attr.definitions ?? []).entry;
    });
    return part ?? '';
  };
  const type = field('type');
  const own = typeof type !== 'string' && type.values.length === 0 && type.value === name ? named(name, rule) : type;
  const quoted = [own, path, ...['mode', 'user', 'group', 'age'].map((option) => field(option))];
  return linesOf([...quoted.flatMap((part) => ["'", part, "' "]), field('argument', escapes)]);
}

const ESCAPED = list(['\t', '\n', '\r', ' ', '\\'].map((character) => str(character)));

function escapedArgument({ from }: Reader, argument: Value): Value {
  const { ctx } = from.world;
  return apply(ctx.rt, valueAt(ctx.lib, 'strings', 'escapeC'), ESCAPED, argument);
}

/** The lines of a set of paths, in the order of the paths and of the types. */
function settingLines(reader: Reader, paths: Attr): readonly FileLine[] {
  return inner(reader, paths).flatMap(([path, types]) =>
    inner(reader, types).flatMap(([name, rule]) => {
      const config = attempt(reader.from.world.ctx.rt, reader.to, () => force(rule.value));
      return config !== undefined && isAttrs(config) ? settingLine(reader, named(path, types), name, rule, config) : [];
    }),
  );
}

/** The files of `settings`, each by its name. */
function settingFiles(reader: Reader, option: string, scope: Scope): readonly GeneratedFile[] {
  if (!isDefinedHere(reader.from, reader.to, option)) return [];
  return members(reader, read(reader, option)).map(([name, paths]) => {
    const lines = [...settingLines(reader, paths), ...linesOf([''])];
    const path = `/etc/tmpfiles.d/${name}.conf`;
    return fileOf({ path, kind: 'tmpfiles', scope, world: 'nixos' }, lines, reader.from.enabled());
  });
}

/** The files of home-manager's `settings` (its modules/misc/tmpfiles.nix). */
function homeFiles(reader: Reader): readonly GeneratedFile[] {
  const option = 'systemd.user.tmpfiles.settings';
  if (!isDefinedHere(reader.from, reader.to, option)) return [];
  return members(reader, read(reader, option)).map(([name, attr]) => {
    const file = attempt(reader.from.world.ctx.rt, reader.to, () => force(attr.value));
    const newer = file !== undefined && isAttrs(file) && file.entries.has('purgeOnChange');
    const purged = newer && force(attrAt(file, 'purgeOnChange').value) === true;
    const lines = [
      '# This file was generated by Home Manager and should not be modified.',
      `# Please change the option '${option}.${shownName(name)}' instead.`,
    ].flatMap((line) => linesOf([line]));
    const rules = settingLines({ ...reader, escapes: true }, newer ? attrAt(file, 'rules') : attr);
    const path = `~/.config/user-tmpfiles.d/home-manager-${purged ? 'purge-on-change' : name}.conf`;
    const all = [...lines, ...rules, ...linesOf(['\n'])];
    return fileOf({ path, kind: 'tmpfiles', scope: 'user', world: 'home-manager' }, all, reader.from.enabled());
  });
}

function shownName(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name);
}

/** The files of tmpfiles.d that a configuration writes. */
export function tmpfilesOf(
  from: Configuration,
  to: Collector,
  release: ReleaseRange | undefined,
  isHome: boolean,
): readonly GeneratedFile[] {
  const reader: Reader = { from, to, escapes: release === undefined || release.to >= ESCAPED_SINCE };
  return [
    ...rulesOf(reader, SYSTEM),
    ...settingFiles(reader, 'systemd.tmpfiles.settings', 'system'),
    ...settingFiles(reader, 'boot.initrd.systemd.tmpfiles.settings', 'initrd'),
    ...rulesOf(reader, isHome ? HOME : USER),
    ...rulesOfUsers(reader),
    ...homeFiles(reader),
  ];
}
