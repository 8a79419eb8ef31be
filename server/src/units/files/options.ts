import { declare } from '../../modules/declare';
import type { Def } from '../../modules/definition';
import { override } from '../../modules/lib/properties';
import { type OptionType, optionType } from '../../modules/option-type';
import { attrsOf } from '../../modules/types/attrs';
import { listOf } from '../../modules/types/list';
import { bool, raw, str } from '../../modules/types/scalar';
import { submodule } from '../../modules/types/submodule';
import { attrsFrom } from '../../nix/attrs';
import { delay, force } from '../../nix/thunk';
import { type Attrs, isAttrs, type Lazy, list, str as text, unknown } from '../../nix/value';
import { defaultValue, optionTree } from '../nixos/declarations';
import { namedType } from '../nixos/types';
import { unitModule } from '../nixos/unit-module';
import { type NixosWorld, valueAt } from '../nixos/world';
import { isKnownTo } from '../release';
import { configDefaults, configOptions } from './facts';

const FILE = '<nixpkgs>/nixos/modules/system/boot/systemd/tmpfiles.nix';

/** The fields of a rule beside its type. */
const FIELDS = ['mode', 'user', 'group', 'age'];

/** One rule of `systemd.tmpfiles.settings`: its name is its type unless that is set. */
function ruleType(world: NixosWorld): OptionType {
  const { ctx } = world;
  const module = unitModule(FILE, ({ name }) => {
    const type = declare(ctx, { type: str, default: delay(ctx.rt, () => text(name())) });
    const fields = FIELDS.map((field) => [field, declare(ctx, { type: str, default: text('-') })] as const);
    const argument = declare(ctx, { type: str, default: text('') });
    return attrsFrom([['options', attrsFrom([['type', type], ...fields, ['argument', argument]])]]);
  });
  return submodule([module]);
}

/** Files by name, in them paths, in them types. */
function settingsType(world: NixosWorld): OptionType {
  return attrsOf(rulesType(world));
}

function rulesType(world: NixosWorld): OptionType {
  return attrsOf(attrsOf(ruleType(world)));
}

/** What home-manager has of a file: paths as NixOS, or in newer versions beside a switch. */
function homeFileType(world: NixosWorld): OptionType {
  const rules = rulesType(world);
  const options = (): Attrs =>
    attrsFrom([
      ['rules', declare(world.ctx, { type: rules, default: attrsFrom([]) })],
      ['purgeOnChange', declare(world.ctx, { type: bool, default: false })],
    ]);
  const newer = submodule([unitModule(FILE, () => attrsFrom([['options', options()]]))]);
  const isNewer = ({ value }: Def): boolean => {
    const set = force(value);
    return isAttrs(set) && (set.entries.has('rules') || set.entries.has('purgeOnChange'));
  };
  const type: OptionType = optionType({
    ...rules,
    merge: (ctx, loc, defs) => (defs.some(isNewer) ? newer : rules).merge(ctx, loc, defs),
    withSubModules: () => type,
  });
  return type;
}

/** Users' own rules, by the user's name. */
function usersType(world: NixosWorld): OptionType {
  const rules = (): Attrs => declare(world.ctx, { type: listOf(str), default: list([]) });
  return attrsOf(submodule([unitModule(FILE, () => attrsFrom([['options', attrsFrom([['rules', rules()]])]]))]));
}

/** The options that files other than units are made of, by their names. */
export function fileOptions(world: NixosWorld): readonly (readonly [string, Lazy])[] {
  const { rt } = world.ctx;
  const none = attrsFrom([]);
  const of = (name: string, type: () => OptionType, fallback: Lazy): readonly [string, Lazy] => [
    name,
    delay(rt, () => declare(world.ctx, { type: type(), default: fallback })),
  ];
  return [
    of('systemd.tmpfiles.rules', () => listOf(str), list([])),
    of('systemd.tmpfiles.settings', () => settingsType(world), none),
    of('boot.initrd.systemd.tmpfiles.settings', () => settingsType(world), none),
    of('systemd.user.tmpfiles.settings', () => attrsOf(homeFileType(world)), none),
    of('systemd.user.tmpfiles.users', () => usersType(world), none),
    ...configOptions.map(({ name, type, default: value, defaultOf }) => {
      const known = value === undefined ? null : defaultValue(value);
      const fallback =
        defaultOf === undefined ? known : delay(rt, () => valueAt(world.config, ...defaultOf.split('.')));
      return of(name, () => namedType(type) ?? raw, fallback);
    }),
  ];
}

const DEFAULT_PRIORITY = 1000;

/** What NixOS itself gives the options of files, for its module's `config`. */
export function fileDefaults({ release }: NixosWorld): Attrs {
  const weak = (value: Lazy): Lazy => override(DEFAULT_PRIORITY, value);
  const known = [...configDefaults].filter(([option]) => isKnownTo(release, option));
  const settings = known.map(([option, values]) => {
    const set = Object.entries(values).map(([name, value]) => [name, weak(defaultValue(value))] as const);
    return [option, attrsFrom(set)] as const;
  });
  const manager = attrsFrom([
    ['LOCALE_ARCHIVE', text('/run/current-system/sw/lib/locale/locale-archive')],
    ['PATH', unknown('config.systemd.managerEnvironment.PATH')],
    ['TZDIR', text('/etc/zoneinfo')],
  ]);
  return optionTree([...settings, ['systemd.managerEnvironment', manager]]);
}
