import type { Origin } from '../base/span';
import { apply } from '../nix/apply';
import { isDerivation, removeAttrs } from '../nix/attrs';
import { coerceToString } from '../nix/coerce';
import { NixError } from '../nix/errors';
import { sortNames } from '../nix/order';
import { copiedPath } from '../nix/store-copy';
import { force, originOf } from '../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isFunction,
  isList,
  isUnknown,
  type Lazy,
  type Value,
} from '../nix/value';
import type { ModuleContext } from './context';
import { childDef, type Def, def } from './definition';
import { OptionError } from './errors';
import type { Family } from './memo';
import type { ModuleSource } from './option-type';
import { tagged } from './properties';
import { showDefs } from './show';

/** A module in one form, whatever it was written as. */
export interface Module {
  readonly file: string;
  readonly key: string;
  readonly imports: readonly ModuleSource[];
  readonly disabled: readonly Lazy[];
  readonly options: Lazy | undefined;
  readonly configs: readonly Def[];
  /** Nothing is known of it: it may declare and define anything. */
  readonly unknown?: boolean;
}

/** What modules that are files give when they are called, by their paths. */
export type Applied = Family<Value, Value>;

/** The arguments of module functions: what is given to all, and where others are looked up. */
export interface ModuleArgs {
  readonly given: Attrs;
  readonly lookup: (name: string) => Lazy;
  /** Names without a value are left to the function's own defaults. */
  readonly openWorld: boolean;
}

const META = ['_class', '_file', 'key', 'disabledModules', 'imports', 'freeformType'];
const EXPLICIT = new Set([...META, 'options', 'config', 'meta']);
const SHORTHAND = new Set([...META, 'require']);

export function isCallable(value: Value): boolean {
  return isFunction(value) || (isAttrs(value) && value.entries.has('__functor'));
}

function formalsOf(fn: Value): ReadonlyMap<string, boolean> {
  if (isFunction(fn)) return fn.formals ?? new Map();
  const args = isAttrs(fn) ? fn.entries.get('__functionArgs') : undefined;
  const value = args && force(args.value);
  if (value === undefined || !isAttrs(value)) return new Map();
  return new Map([...value.entries].map(([name, attr]) => [name, force(attr.value) === true]));
}

/** Calls a module function with what it asks for; in the open world one without `...` gets that alone, for it may be no module. */
export function applyModule(ctx: ModuleContext, args: ModuleArgs, fn: Value): Value {
  const entries = new Map<string, Attr>(args.given.entries);
  for (const [name, optional] of formalsOf(fn)) {
    if (entries.has(name) || (optional && args.openWorld)) continue;
    entries.set(name, { value: args.lookup(name), key: undefined });
  }
  const named = args.openWorld && isFunction(fn) && fn.formals !== undefined && !fn.ellipsis ? fn.formals : undefined;
  if (named !== undefined) return apply(ctx.rt, fn, attrs(new Map([...entries].filter(([name]) => named.has(name)))));
  const open = args.openWorld ? { why: 'args', get: args.lookup } : undefined;
  return apply(ctx.rt, fn, attrs(entries, open));
}

function text(ctx: ModuleContext, lazy: Lazy): string {
  return coerceToString(ctx.rt, lazy, { mode: 'toString' }).text;
}

function listed(set: Attrs, name: string): readonly Lazy[] {
  const attr = set.entries.get(name);
  const value = attr && force(attr.value);
  if (value === undefined) return [];
  if (isList(value)) return value.items;
  if (isUnknown(value)) return [value];
  throw new NixError('type', `expected a list of modules in '${name}'`, originOf(attr?.value ?? null));
}

/** Turns what an `imports` list holds into a module; undefined for what is not known. */
export function loadModule(
  ctx: ModuleContext,
  args: ModuleArgs,
  source: ModuleSource,
  anonymous: string,
  applied: Applied,
): Module | undefined {
  const { file, form, key: fallbackKey = anonymous } = source;
  const origin = originOf(source.value);
  const conditions = source.conditions ?? [];
  if (form === 'import') {
    const inner: ModuleSource = { value: source.value, file, form: 'module', conditions };
    return { file, key: fallbackKey, imports: [inner], disabled: [], options: undefined, configs: [] };
  }
  const value = force(source.value);
  if (isUnknown(value)) {
    ctx.open?.meet(value);
    return { ...blank(file, fallbackKey), unknown: true };
  }
  if (form === 'config') return { ...blank(file, fallbackKey), configs: [{ ...def(file, value), conditions }] };
  if (isCallable(value)) return unify(ctx, args, applyModule(ctx, args, value), file, fallbackKey, origin, conditions);
  if (isAttrs(value)) {
    refuseOtherTags(ctx, value, origin);
    return unify(ctx, args, value, file, fallbackKey, origin, conditions);
  }
  if (isList(value)) {
    const message = "Module imports can't be nested lists. Perhaps you meant to remove one level of lists?";
    throw new OptionError('module', `${message} Definitions:${showDefs([def(file, value)])}`, origin, message);
  }
  return loadFile(ctx, args, value, origin, conditions, applied);
}

function blank(file: string, key: string): Module {
  return { file, key, imports: [], disabled: [], options: undefined, configs: [] };
}

function loadFile(
  ctx: ModuleContext,
  args: ModuleArgs,
  value: Value,
  origin: Origin | undefined,
  conditions: readonly string[],
  applied: Applied,
): Module | undefined {
  const string = located(origin, () => coerceToString(ctx.rt, value, { mode: 'plain' }));
  if (string.holes?.[0] !== undefined) {
    ctx.open?.meet(string.holes[0].unknown);
    return undefined;
  }
  const path = copiedPath(string) ?? string.text;
  if (ctx.open?.alone === true) return { ...blank(path, path), unknown: true };
  const content = located(origin, () => force(ctx.rt.importFile(path)));
  if (isCallable(content)) {
    const result = applied.get(path, content, (fn) => () => applyModule(ctx, args, fn));
    return unify(ctx, args, result, path, path, origin, conditions);
  }
  if (isAttrs(content)) refuseOtherTags(ctx, content, origin);
  return unify(ctx, args, content, path, path, origin, conditions);
}

/** A module that is no function may be a `mkIf` or `mkOverride`; what a function gives is taken as it is (`loadModule`). */
function refuseOtherTags(ctx: ModuleContext, value: Attrs, origin: Origin | undefined): void {
  const tag = tagged(value)?.tag ?? 'if';
  if (tag === 'if' || tag === 'override') return;
  const message = `Expected a module, but found a value of type "${tag}".`;
  const error = new OptionError('module', message, origin, message);
  if (ctx.open === undefined || tag !== 'merge') throw error;
  ctx.open.report(error);
}

function located<T>(origin: Origin | undefined, compute: () => T): T {
  try {
    return compute();
  } catch (signal) {
    throw signal instanceof NixError ? signal.at(origin) : signal;
  }
}

function unify(
  ctx: ModuleContext,
  args: ModuleArgs,
  value: Value,
  file: string,
  key: string,
  origin: Origin | undefined,
  conditions: readonly string[],
): Module | undefined {
  if (isUnknown(value)) {
    ctx.open?.meet(value);
    return undefined;
  }
  if (isFunction(value) && args.openWorld) {
    return unify(ctx, args, applyModule(ctx, args, value), file, key, origin, conditions);
  }
  if (args.openWorld && isDerivation(value)) return undefined;
  if (!isAttrs(value)) {
    throw new OptionError('module', `module ${file} (${key}) does not look like a module.`, origin);
  }
  if (tagged(value) !== undefined) return { ...blank(file, key), configs: [{ ...def(file, value), conditions }] };
  const own = value.entries.get('_file');
  const named = value.entries.get('key');
  const where = own === undefined ? file : text(ctx, own.value);
  const explicit = value.entries.has('config') || value.entries.has('options');
  if (explicit) refuseOthers(ctx, value, key);
  const sources = [...(explicit ? [] : listed(value, 'require')), ...listed(value, 'imports')];
  return {
    file: where,
    key: named === undefined ? key : text(ctx, named.value),
    imports: sources.map((each) => ({ value: each, file: where, form: 'module', conditions })),
    disabled: listed(value, 'disabledModules'),
    options: explicit ? value.entries.get('options')?.value : undefined,
    configs: (explicit ? explicitConfigs(value, where) : [def(where, removeAttrs(value, SHORTHAND))])
      .concat(freeform(value, where))
      .map((one) => ({ ...one, conditions })),
  };
}

function explicitConfigs(value: Attrs, file: string): Def[] {
  const config = value.entries.get('config');
  const meta = value.entries.get('meta');
  const configs = config === undefined ? [] : [childDef(def(file, null), config)];
  if (meta !== undefined) configs.push(def(file, attrs(new Map([['meta', meta]]))));
  return configs;
}

function freeform(value: Attrs, file: string): Def[] {
  const type = value.entries.get('freeformType');
  if (type === undefined) return [];
  const inner = attrs(new Map([['freeformType', type]]));
  return [def(file, attrs(new Map([['_module', { value: inner, key: type.key }]])))];
}

/** A module with `config` or `options` holds nothing else at its top. */
function refuseOthers(ctx: ModuleContext, value: Attrs, key: string): void {
  const others = sortNames([...value.entries.keys()].filter((name) => !EXPLICIT.has(name)));
  const [first] = others;
  if (first === undefined) return;
  const summary = `Module \`${key}' has an unsupported attribute \`${first}'. This is caused by introducing a top-level \`config' or \`options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${others.join(' ')}) into the explicit \`config' attribute.`;
  const error = new OptionError('module', summary, value.entries.get(first)?.key, summary);
  if (ctx.open === undefined) throw error;
  ctx.open.report(error);
}
