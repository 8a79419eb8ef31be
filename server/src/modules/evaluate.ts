import { attrsFrom, removeAttrs, selectUnknown } from '../nix/attrs';
import { NixError } from '../nix/errors';
import { expectAttrs, expectItems, expectString } from '../nix/expect';
import { recursiveUpdate } from '../nix/lib/attrsets-merge';
import { native } from '../nix/native';
import { delay, force, originOf } from '../nix/thunk';
import { type Attrs, isAttrs, type Lazy, list, type OpenWorld, str, unknown, type Value } from '../nix/value';
import { collector } from './collect';
import type { ModuleContext } from './context';
import type { Def } from './definition';
import { OptionError } from './errors';
import type { EvalRequest, Evaluation, Unmatched } from './evaluation';
import { foreignValue } from './foreign';
import { internalModule } from './internal';
import { configOf, type Level, levelOf, optionsOf, type Tree, unmatchedOf } from './level';
import { memo, sameItems } from './memo';
import type { ModuleArgs } from './module';
import type { ModuleSource, OptionType } from './option-type';
import { property } from './properties';
import { showDefs, showOption } from './show';
import { closest } from './suggest';
import { toOptionType, typeValue } from './type-value';
import { submoduleWith } from './types/submodule';

const INTERNAL = new Set(['_module']);

/** Evaluates modules as one configuration: `config` is a fixpoint of what the modules make of it. */
export function evalModules(ctx: ModuleContext, request: EvalRequest): Evaluation {
  const { prefix, openWorld } = request;
  const config = delay(ctx.rt, () => {
    checked();
    return removeAttrs(expectAttrs(whole), INTERNAL);
  });
  const plainOptions = delay(ctx.rt, () => optionsOf(ctx, root(), openWorld ? openOptions : undefined));
  const options = delay(ctx.rt, () => {
    checked();
    return force(plainOptions);
  });
  const extend = (
    modules: readonly ModuleSource[],
    at: readonly string[],
    given: Attrs = request.specialArgs,
  ): Evaluation =>
    evalModules(ctx, { ...request, modules: [...request.modules, ...modules], prefix: at, specialArgs: given });
  const own = {
    extendModules: native('extendModules', 1, (_rt, arg) =>
      extendWith(extend, request, expectAttrs(arg ?? null)).value(),
    ),
    moduleType: delay(ctx.rt, () => typeValue(ctx, submoduleWith(rulesOf(request)))),
  };
  const within = { config: delay(ctx.rt, () => force(whole)), options: plainOptions };
  const args = moduleArgs(ctx, request, within, (name) => argument(name));
  const internal = memo(ctx.rt, () => internalModule(ctx, own, request.specialArgs));
  const collect = collector(ctx, args);
  const modules = memo(ctx.rt, () => collect([...request.modules, internal()]), sameItems);
  /** Whether options that nothing here declares may be declared all the same. */
  const isOpen = memo(
    ctx.rt,
    () => openWorld || (ctx.open !== undefined && modules().some(({ unknown }) => unknown === true)),
  );
  const trees = (): readonly Tree[] =>
    modules()
      .toReversed()
      .flatMap(({ file, options: tree }) => (tree === undefined ? [] : [{ file, options: tree, key: originOf(tree) }]));
  const defs = (): readonly Def[] =>
    modules()
      .toReversed()
      .flatMap((module) => module.configs);
  const root = memo(ctx.rt, levelOf(ctx, prefix, trees, defs));
  const internalValue = (name: string): Value => {
    const level = root().child('_module');
    const option = level?.kind === 'level' ? level.child(name) : undefined;
    return option?.kind === 'option' ? force(option.value) : null;
  };
  const argument = (name: string): Lazy =>
    delay(ctx.rt, () => {
      const found = lookup(openWorld, () => internalValue('args'), name);
      if (found !== undefined) return force(found);
      if (openWorld) return unknown(name);
      throw new NixError('missing', `attribute '${name}' missing`);
    });
  const freeformType = memo(ctx.rt, (): OptionType | undefined => {
    const type = internalValue('freeformType');
    return type === null ? undefined : toOptionType(ctx, type);
  });
  const unmatched = memo(ctx.rt, () => unmatchedOf(root()));
  const whole = delay(ctx.rt, () => {
    const freeform = freeformType();
    const declared = configOf(ctx, root(), (level) => (isOpen() ? undeclared(ctx, level) : freeform && level.open()));
    if (freeform === undefined) return declared;
    const extra = unmatched().map(asFreeform);
    if (extra.length === 0) return declared;
    return recursiveUpdate(ctx.rt, expectAttrs(freeform.merge(ctx, prefix, extra)), declared);
  });
  const checked = memo(ctx.rt, () => {
    if (isOpen() || freeformType() !== undefined || internalValue('check') === false) return;
    for (const one of unmatched()) {
      const error = unknownOption(prefix, one, root());
      if (ctx.open === undefined) throw error;
      ctx.open.report(error);
    }
  });
  const value = (): Attrs =>
    attrsFrom([
      ['_type', str('configuration')],
      ['options', options],
      ['config', config],
      ['_module', delay(ctx.rt, () => force(expectAttrs(whole).entries.get('_module')?.value ?? null))],
      ['extendModules', own.extendModules],
      ['type', own.moduleType],
      ['class', request.class === undefined ? null : str(request.class)],
    ]);
  const files = (): readonly string[] => modules().flatMap(({ key }) => (key.startsWith('/') ? [key] : []));
  return { config, options, level: root, unmatched, freeformType, value, extend, files };
}

function rulesOf(request: EvalRequest): Parameters<typeof submoduleWith>[0] {
  return {
    modules: request.modules,
    specialArgs: request.specialArgs,
    shorthandOnlyDefinesConfig: false,
    description: undefined,
    class: request.class,
  };
}

function extendWith(
  extend: (modules: readonly ModuleSource[], at: readonly string[], given: Attrs) => Evaluation,
  request: EvalRequest,
  args: Attrs,
): Evaluation {
  const modules = args.entries.get('modules');
  const special = args.entries.get('specialArgs');
  const at = args.entries.get('prefix');
  const sources = modules === undefined ? [] : expectItems(modules.value).map(source);
  const given = special === undefined ? [] : expectAttrs(special.value).entries;
  const specialArgs = attrsFrom([...request.specialArgs.entries, ...given].map(([name, attr]) => [name, attr.value]));
  const prefix = at === undefined ? request.prefix : expectItems(at.value).map((part) => expectString(part));
  return extend(sources, prefix, specialArgs);
}

/** A module as it stands in a list of modules. */
export function source(value: Lazy): ModuleSource {
  return { value, file: '<unknown-file>', form: 'module' };
}

function moduleArgs(
  ctx: ModuleContext,
  request: EvalRequest,
  own: { readonly config: Lazy; readonly options: Lazy },
  lookupArgument: (name: string) => Lazy,
): ModuleArgs {
  const base = attrsFrom([
    ['lib', ctx.lib],
    ['config', own.config],
    ['options', own.options],
    ['specialArgs', request.specialArgs],
    ['_class', request.class === undefined ? null : str(request.class)],
    ['_prefix', list(request.prefix.map((part) => str(part)))],
  ]);
  const given = { ...base, entries: new Map([...base.entries, ...request.specialArgs.entries]) };
  return { given, lookup: lookupArgument, openWorld: request.openWorld };
}

/** An argument from `_module.args`; asked for while modules are loaded, in the open world, it is not there yet. */
function lookup(openWorld: boolean, args: () => Value, name: string): Lazy | undefined {
  try {
    const found = args();
    return isAttrs(found) ? found.entries.get(name)?.value : undefined;
  } catch (signal) {
    if (openWorld && signal instanceof NixError && signal.kind === 'recursion') return undefined;
    throw signal;
  }
}

function openOptions(loc: readonly string[]): OpenWorld {
  const why = unknown(loc.length === 0 ? 'options' : `options.${showOption(loc)}`);
  return { why: why.why, get: (name) => selectUnknown(why, name) };
}

function undeclared(ctx: ModuleContext, level: Level): OpenWorld {
  const { loc } = level;
  const why = unknown(loc.length === 0 ? 'config' : `config.${showOption(loc)}`);
  return {
    why: why.why,
    get: (name) => delay(ctx.rt, () => foreignValue(ctx, [...loc, name], level.definitionsOf(name))),
    has: (name) => (level.definitionsOf(name).length > 0 ? true : undefined),
  };
}

function asFreeform({ path, def: one }: Unmatched): Def {
  const [, ...rest] = path;
  const [first = ''] = path;
  const inner = rest.reduceRight<Lazy>((value, name) => attrsFrom([[name, value]]), one.value);
  const set: Attrs = { ...attrsFrom([]), entries: new Map([[first, { value: wrapped(one, inner), key: one.key }]]) };
  return { ...one, value: set, guards: [], priority: undefined };
}

/** The value with the properties of the sets around it, for a type that looks at sets alone. */
function wrapped(one: Def, value: Lazy): Lazy {
  const strong =
    one.priority === undefined ? value : property('override', { priority: BigInt(one.priority), content: value });
  return one.guards.reduceRight<Lazy>((content, condition) => property('if', { condition, content }), strong);
}

function unknownOption(prefix: readonly string[], { path, def: one }: Unmatched, root: Level): OptionError {
  const parent = path.slice(0, -1);
  let level: Level | undefined = root;
  for (const name of parent) {
    const next: ReturnType<Level['child']> = level?.child(name);
    level = next?.kind === 'level' ? next : undefined;
  }
  const names = (level?.names ?? []).filter((name) => parent.length > 0 || name !== '_module');
  const option = (name: string): string => `\`${showOption([...prefix, ...parent, name])}'`;
  const near = closest(path[path.length - 1] ?? '', names).map(option);
  const last = near.pop();
  const others = near.length === 0 ? '' : `${near.join(', ')} or `;
  const hint = last === undefined ? '' : `Did you mean ${others}${last}?`;
  const summary = `The option \`${showOption([...prefix, ...path])}' does not exist.`;
  const details = `${showDefs([one])}${hint === '' ? '' : `\n\n${hint}`}`;
  const message = `${summary} Definition values:${details}`;
  return new OptionError(
    'unknown-option',
    message,
    one.key ?? originOf(one.value),
    hint === '' ? summary : `${summary} ${hint}`,
  );
}
