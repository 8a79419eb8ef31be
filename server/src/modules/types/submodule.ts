import { mergeAttrs } from '../../nix/attrs';
import { force } from '../../nix/thunk';
import { attrs, isAttrs, isFunction, isPath, isString, isUnknown, attrsOf as record, str } from '../../nix/value';
import type { ModuleContext } from '../context';
import type { Def } from '../definition';
import { OptionError } from '../errors';
import type { Evaluation } from '../evaluation';
import { type ModuleSource, type OptionType, optionType, type SubmoduleRules } from '../option-type';
import { openOf } from './attrs';
import { known, refuseHeads } from './scalar';

const isModule = known(
  (value) => isAttrs(value) || isFunction(value) || isPath(value) || (isString(value) && value.text.startsWith('/')),
);

function namedModule(name: string, file: string): ModuleSource {
  const args = record({ _module: record({ args: record({ name: str(name) }) }) });
  return { value: args, file, form: 'config' };
}

function sourceOf(rules: SubmoduleRules, one: Def): ModuleSource | undefined {
  const value = force(one.value);
  if (isUnknown(value)) return undefined;
  const config = isAttrs(value) && rules.shorthandOnlyDefinesConfig === true;
  return { value: one.value, file: one.file, form: config ? 'config' : 'import', conditions: one.conditions };
}

/** Evaluates the definitions of one submodule as modules of their own. */
function evaluateSubmodule(
  ctx: ModuleContext,
  rules: SubmoduleRules,
  loc: readonly string[],
  defs: readonly Def[],
): Evaluation {
  const own = defs.map((one) => sourceOf(rules, one)).filter((source) => source !== undefined);
  const name = loc[loc.length - 1] ?? '‹name›';
  const open = ctx.open && { ...ctx.open, hopeful: undefined };
  return ctx.evaluate(
    { ...ctx, open },
    {
      modules: [...rules.modules, namedModule(name, 'lib/types.nix'), ...own],
      prefix: loc,
      specialArgs: rules.specialArgs,
      class: rules.class,
      openWorld: ctx.open?.partial === true,
    },
  );
}

/** One of two settings of a type that is declared twice; throws when both are given and differ. */
function agree<T>(what: string, left: T | undefined, right: T | undefined): T | undefined {
  if (left === undefined || left === right) return right;
  if (right === undefined) return left;
  throw new OptionError('declaration', `A submoduleWith option is declared multiple times with conflicting ${what}`);
}

function mergeRules(left: SubmoduleRules, right: SubmoduleRules): SubmoduleRules {
  return {
    modules: [...left.modules, ...right.modules],
    specialArgs: mergeAttrs(left.specialArgs, right.specialArgs),
    shorthandOnlyDefinesConfig: agree(
      'shorthandOnlyDefinesConfig values',
      left.shorthandOnlyDefinesConfig,
      right.shorthandOnlyDefinesConfig,
    ),
    description: agree('descriptions', left.description, right.description),
    class: agree('class values', left.class, right.class),
  };
}

/** A configuration inside a configuration. */
export function submoduleWith(rules: SubmoduleRules): OptionType {
  return optionType({
    name: 'submodule',
    description: rules.description ?? 'submodule',
    descriptionClass: undefined,
    check: isModule,
    refuse: refuseHeads(isModule),
    merge: (ctx, loc, defs) => {
      const config = force(evaluateSubmodule(ctx, rules, loc, defs).config);
      return isAttrs(config) && config.open === undefined ? { ...config, open: openOf(defs) } : config;
    },
    subModules: () => rules.modules,
    withSubModules: (modules) => submoduleWith({ ...rules, modules }),
    subOptions: (ctx, prefix) => {
      const options = force(evaluateSubmodule(ctx, rules, prefix, []).options);
      return isAttrs(options) ? options : attrs(new Map());
    },
    submodule: rules,
    payload: rules,
    typeMerge: (other) => other.submodule && submoduleWith(mergeRules(rules, other.submodule)),
  });
}

/** `types.submodule`: a plain set is always a configuration. */
export function submodule(modules: readonly ModuleSource[]): OptionType {
  return submoduleWith({
    modules,
    specialArgs: attrs(new Map()),
    shorthandOnlyDefinesConfig: true,
    description: undefined,
    class: undefined,
  });
}
