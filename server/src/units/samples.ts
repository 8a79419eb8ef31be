import { type ModuleContext, sliced } from '../modules/context';
import { isNative } from '../modules/option';
import type { OptionType } from '../modules/option-type';
import { toOptionType } from '../modules/type-value';
import { attrsFrom, isTagged } from '../nix/attrs';
import { BudgetSignal, NixError, UnknownSignal } from '../nix/errors';
import { force } from '../nix/thunk';
import { type Attrs, isAttrs, isList, isString, type Lazy, list, unknown, type Value } from '../nix/value';

/** The name of an instance that stands for any: a name that may stand in every place. */
export const ANY_INSTANCE = 'anyInstance';

/** Instances in instances; deeper ones are left empty. */
const DEEPEST = 3;

/** Options whose value is made from others, or that switch the whole module on. */
const LEFT_ALONE = new Set(['enable', '_module']);

function fieldOf(option: Attrs, name: string): Value | undefined {
  const attr = option.entries.get(name);
  return attr === undefined ? undefined : force(attr.value);
}

function filesOf(option: Attrs): readonly string[] {
  const declarations = fieldOf(option, 'declarations');
  if (declarations === undefined || !isList(declarations)) return [];
  return declarations.items.map((item) => {
    const file = force(item);
    return isString(file) ? file.text : '';
  });
}

/** What values stand for "nothing was said". */
function isNothing(value: Value | undefined): boolean {
  if (value === null || value === false) return true;
  if (value === undefined) return false;
  if (isString(value)) return value.text === '';
  if (isList(value)) return value.items.length === 0 && value.open === undefined;
  return isAttrs(value) && value.entries.size === 0 && value.open === undefined;
}

/** Steps for one option: the submodules of some are a whole system. */
const FEW_STEPS = 300_000;

function sparingly<T>(ctx: ModuleContext, compute: () => T): T | undefined {
  try {
    return sliced(ctx.rt, FEW_STEPS, compute);
  } catch (signal) {
    if (signal instanceof BudgetSignal) ctx.rt.recorder.pass();
    else if (!(signal instanceof NixError || signal instanceof UnknownSignal)) throw signal;
    return undefined;
  }
}

/** The value with one instance of a type that holds submodules; undefined for other types. */
function instanceOf(ctx: ModuleContext, type: OptionType, loc: readonly string[], depth: number): Lazy | undefined {
  const element = type.nested().get('elemType');
  switch (type.name) {
    case 'attrsOf':
    case 'lazyAttrsOf': {
      const inner = element && instanceOf(ctx, element, [...loc, ANY_INSTANCE], depth);
      return inner === undefined ? undefined : attrsFrom([[ANY_INSTANCE, inner]]);
    }
    case 'listOf': {
      const inner = element && instanceOf(ctx, element, [...loc, '*'], depth);
      return inner === undefined ? undefined : list([inner]);
    }
    case 'nullOr':
      return element && instanceOf(ctx, element, loc, depth);
    case 'submodule': {
      // Of a class are whole systems, such as the variant of a machine that is built as a virtual one.
      if (type.submodule?.class !== undefined) return undefined;
      if (depth >= DEEPEST) return attrsFrom([]);
      const inside = sparingly(ctx, () => samplesIn(ctx, type.subOptions(ctx, loc), loc, () => true, depth + 1));
      return inside ?? attrsFrom([]);
    }
    default:
      return undefined;
  }
}

/** What an option may be beside what it is: undefined where a module defines it, or where its default says something. */
function sampleOf(ctx: ModuleContext, option: Attrs, loc: readonly string[], depth: number): Lazy | undefined {
  const written = fieldOf(option, 'definitions');
  const fallback = fieldOf(option, 'default');
  if (written === undefined || !isList(written) || fieldOf(option, 'readOnly') === true) return undefined;
  if (written.items.length > (fallback === undefined ? 0 : 1)) return undefined;
  const typed = option.entries.get('type');
  const type = typed && toOptionType(ctx, typed.value);
  const open = fallback === undefined || isNothing(fallback);
  if (!open || type === undefined) return undefined;
  if (type.name === 'submodule' && depth === 0) return undefined;
  const instance = instanceOf(ctx, type, loc, depth);
  if (instance !== undefined) return instance;
  return fallback === undefined ? undefined : unknown(`config.${loc.join('.')}`);
}

function samplesIn(
  ctx: ModuleContext,
  options: Attrs,
  loc: readonly string[],
  isOwn: (files: readonly string[]) => boolean,
  depth: number,
): Attrs | undefined {
  const found = [...options.entries].flatMap(([name, attr]): readonly (readonly [string, Lazy])[] => {
    if (LEFT_ALONE.has(name)) return [];
    const at = [...loc, name];
    const sample = sparingly(ctx, (): Lazy | undefined => {
      const value = force(attr.value);
      if (!isAttrs(value)) return undefined;
      if (!isTagged(value, 'option')) return samplesIn(ctx, value, at, isOwn, depth);
      return isOwn(filesOf(value)) ? sampleOf(ctx, value, at, depth) : undefined;
    });
    return sample === undefined ? [] : [[name, sample]];
  });
  return found.length === 0 ? undefined : attrsFrom(found);
}

/**
 * What the options of modules may be beside what they are, as a set to put into a configuration: an instance where a set of submodules is
 * empty, and an unknown where nothing was said. Undefined when there is no such option.
 */
export function samples(ctx: ModuleContext, options: Attrs): Attrs | undefined {
  const isOwn = (files: readonly string[]): boolean => files.length > 0 && !files.some(isNative);
  return samplesIn(ctx, options, [], isOwn, 0);
}
