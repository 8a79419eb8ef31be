import { isDerivation, memberOf } from '../nix/attrs';
import { equals } from '../nix/equal';
import { sortNames } from '../nix/order';
import { delay, force } from '../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isFunction,
  isList,
  isUnknown,
  type Lazy,
  unknown,
  type Value,
} from '../nix/value';
import { type ModuleContext, tolerate } from './context';
import { type Def, MergedAttr } from './definition';
import { byName } from './level';
import { finalDefs } from './merge';
import { mergeLists } from './merging';
import { pushDown, tagged } from './properties';
import { showOption } from './show';

function isPlainSet(value: Value): value is Attrs {
  return isAttrs(value) && tagged(value) === undefined && !isDerivation(value);
}

/** What an option is that nothing at hand declares or defines. */
function undefinedOption({ open }: ModuleContext, loc: readonly string[]): Value {
  return force(open?.usual?.(loc) ?? unknown(`config.${showOption(loc)}`));
}

/**
 * The value of an option that nothing at hand declares, as far as the files at hand define it: sets are joined and stay open, for
 * other modules may define more; what they do not agree on is not known, nor what a function (a module, most likely) becomes.
 */
export function foreignValue(ctx: ModuleContext, loc: readonly string[], defs: readonly Def[]): Value {
  const why = undefinedOption(ctx, loc);
  if (defs.length === 0) return why;
  const pushed = defs.flatMap((one) => tolerate(ctx, () => pushDown(one), []));
  if (pushed.length > 0 && pushed.every((one) => isPlainSet(force(one.value)))) return foreignSet(ctx, loc, pushed);
  const { defs: final } = finalDefs(ctx, defs);
  const values = final.map((one) => force(one.value));
  const [first] = values;
  if (first === undefined || values.some((value) => isUnknown(value) || isFunction(value))) return why;
  if (values.every(isList)) return mergeLists(final);
  return values.every((value) => equals(ctx.rt, first, value) === true) || values.length === 1 ? first : why;
}

function foreignSet(ctx: ModuleContext, loc: readonly string[], sets: readonly Def[]): Attrs {
  const entries = new Map<string, Attr>();
  const defined = byName(sets);
  for (const name of sortNames(defined.keys())) {
    const defs = defined.get(name) ?? [];
    const value = delay(ctx.rt, () => foreignValue(ctx, [...loc, name], defs));
    entries.set(name, new MergedAttr(ctx.rt, value, defs[0]?.key, () => finalDefs(ctx, defs).defs));
  }
  const why = `config.${showOption(loc)}`;
  const rest = undefinedOption(ctx, loc);
  const get = (name: string): Lazy => memberOf(isUnknown(rest) ? rest : unknown(why), name);
  return attrs(entries, { why, get });
}
