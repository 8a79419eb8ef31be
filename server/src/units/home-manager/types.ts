import type { ModuleContext } from '../../modules/context';
import { declare } from '../../modules/declare';
import type { Def } from '../../modules/definition';
import { type OptionType, optionType } from '../../modules/option-type';
import { typeValue } from '../../modules/type-value';
import { attrsOf } from '../../modules/types/attrs';
import { coercedTo, either, nullOr, oneOf } from '../../modules/types/either';
import { listOf } from '../../modules/types/list';
import { path } from '../../modules/types/path';
import { bool, enumeration, int, packageType, str } from '../../modules/types/scalar';
import { submodule } from '../../modules/types/submodule';
import { attrsFrom } from '../../nix/attrs';
import { native } from '../../nix/native';
import { force } from '../../nix/thunk';
import { type Attrs, isAttrs, isList, type Lazy, list, str as text, type Value } from '../../nix/value';
import type { UnitType } from '../model';
import { optionTree } from '../nixos/declarations';
import { homeManagerTyped } from '../nixos/facts';

const primitive = oneOf(bool, int, str, path);
const directive = either(primitive, listOf(primitive));
const sections = attrsOf(attrsOf(directive));

const toList = native('toList', 1, (_rt, given) => {
  const value = force(given ?? null);
  return isList(value) ? value : list([given ?? null]);
});

const command = either(packageType, str);

interface Typed {
  readonly type: OptionType;
  readonly apply?: Lazy;
}

/** The types that home-manager gives to single directives, by the words of the facts. */
const TYPED: Readonly<Record<string, Typed>> = {
  'null or str': { type: nullOr(str) },
  'str or list of str': { type: coercedTo(str, toList, listOf(str)) },
  'list of (package|str)': { type: listOf(either(packageType, str)) },
  'null|reload|restart|stop-start|keep-old': {
    type: enumeration([null, ...['reload', 'restart', 'stop-start', 'keep-old'].map((word) => text(word))]),
  },
  'package|str or list of them': { type: either(command, listOf(command)), apply: toList },
};

const NULLABLE = new Set(['null or str', 'null|reload|restart|stop-start|keep-old']);

function typedOptions(ctx: ModuleContext, kind: UnitType): Attrs {
  return optionTree(
    homeManagerTyped.flatMap(({ name, type, kinds }) => {
      const known = TYPED[type];
      if (known === undefined || (kinds !== 'all' && kinds !== kind)) return [];
      const fallback = NULLABLE.has(type) ? null : list([]);
      return [[name, declare(ctx, { ...known, default: fallback })] as const];
    }),
  );
}

/** One unit of home-manager: sections of directives (its modules/systemd.nix). */
function homeUnit(ctx: ModuleContext, kind: UnitType): OptionType {
  const value = attrsFrom([
    ['freeformType', typeValue(ctx, sections)],
    ['options', typedOptions(ctx, kind)],
  ]);
  return submodule([{ value, file: '<home-manager>/modules/systemd.nix', form: 'module' }]);
}

const SECTION_NAME = /^[A-Z]/;

/** Whether a definition of a user unit has home-manager's shape: sections instead of options. */
export function isHomeShape(value: Value): boolean {
  if (!isAttrs(value)) return false;
  const names = [...value.entries.keys()];
  const capital = names.filter((name) => SECTION_NAME.test(name)).length;
  return capital > 0 && capital * 2 >= names.length;
}

/** Whether a merged user unit is one of home-manager's. */
export function isHomeUnit(value: Attrs): boolean {
  return !value.entries.has('unitConfig');
}

/** User units are shaped differently in NixOS and in home-manager: each is what its definitions look like. */
export function homeOrNixos(ctx: ModuleContext, kind: UnitType, nixos: OptionType | undefined): OptionType {
  const home = homeUnit(ctx, kind);
  if (nixos === undefined) return home;
  const choose = (defs: readonly Def[]): OptionType =>
    defs.some((one) => isHomeShape(force(one.value))) ? home : nixos;
  return optionType({
    ...nixos,
    merge: (inner, loc, defs) => choose(defs).merge(inner, loc, defs),
    withSubModules: (modules) => homeOrNixos(ctx, kind, nixos.withSubModules(modules)),
    typeMerge: (other) => {
      const merged = nixos.typeMerge(other);
      return merged && homeOrNixos(ctx, kind, merged);
    },
  });
}
