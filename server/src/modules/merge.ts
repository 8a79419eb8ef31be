import { force, originOf } from '../nix/thunk';
import { unknown, type Value } from '../nix/value';
import { type ModuleContext, tolerate } from './context';
import type { Def } from './definition';
import { OptionError } from './errors';
import type { OptionType } from './option-type';
import { discharge, type Filtered, filterOverrides, sortOrders } from './properties';
import { shortValue, showDefs, showOption } from './show';

/** The definitions that count: conditions decided, the strongest priority kept, in order. */
export function finalDefs(ctx: ModuleContext, defs: readonly Def[]): Filtered {
  const holding = defs.flatMap((one) =>
    tolerate(
      ctx,
      () => discharge(ctx, one),
      [],
      (why) => [{ ...one, guards: [], value: why }],
    ),
  );
  const { defs: strongest, highestPrio } = filterOverrides(holding);
  return { defs: tolerate(ctx, () => sortOrders(strongest), strongest), highestPrio };
}

/** The error for definitions that are not of an option's type; undefined when they are. */
function typeError(
  ctx: ModuleContext,
  loc: readonly string[],
  type: OptionType,
  defs: readonly Def[],
): OptionError | undefined {
  const invalid = defs.filter((one) => !type.check(ctx, force(one.value)));
  const refusal = type.refuse?.(ctx, loc, defs);
  if (invalid.length === 0 && refusal === undefined) return undefined;
  const summary = `A definition for option \`${showOption(loc)}' is not of type \`${type.description()}'.`;
  const detail = type.refuse === undefined ? `Definition values:${showDefs(invalid)}` : `TypeError: ${refusal ?? ''}`;
  const worst = invalid[0] ?? defs[0];
  const explained = worst && type.explain?.(ctx, force(worst.value));
  const hint = explained?.text ?? (worst === undefined ? '' : shortValue(worst.value));
  const origin = explained?.origin ?? (worst && (originOf(worst.value) ?? worst.key));
  const fault = worst !== undefined && worst.key === undefined ? 'wrong-default' : 'wrong-type';
  return new OptionError(fault, `${summary} ${detail}`, origin, `${summary} ${hint}`.trim());
}

/** Merges definitions that count into one value; throws `OptionError` where Nix does. In the open world others may define it. */
export function mergeFinal(ctx: ModuleContext, loc: readonly string[], type: OptionType, defs: readonly Def[]): Value {
  if (defs.length === 0) {
    const empty = type.emptyValue();
    if (empty !== undefined) return force(empty);
    if (ctx.open !== undefined) return unknown(`config.${showOption(loc)}`);
    const summary = `The option \`${showOption(loc)}' was accessed but has no value defined. Try setting the option.`;
    throw new OptionError('no-value', summary, undefined, summary);
  }
  const error = typeError(ctx, loc, type, defs);
  if (error === undefined) return type.merge(ctx, loc, defs);
  return mergeDespite(ctx, loc, type, defs, error);
}

/** In the open world a refused definition is reported and left out, and what remains is merged. */
function mergeDespite(
  ctx: ModuleContext,
  loc: readonly string[],
  type: OptionType,
  defs: readonly Def[],
  error: OptionError,
): Value {
  if (ctx.open === undefined) throw error;
  const base = type.unchecked ?? type;
  const valid = defs.filter((one) => base.check(ctx, force(one.value)) && base.refuse?.(ctx, loc, [one]) === undefined);
  if (valid.length > 0) {
    ctx.open.report(error);
    return base.merge(ctx, loc, valid);
  }
  const empty = base.emptyValue();
  if (empty === undefined) throw error;
  ctx.open.report(error);
  return force(empty);
}

export interface Merged {
  readonly defs: readonly Def[];
  readonly highestPrio: number;
  readonly isDefined: boolean;
  /** Computes the value anew; throws `OptionError`. */
  readonly value: () => Value;
}

/** Everything about the definitions of one option or one element of it. */
export function mergeDefinitions(
  ctx: ModuleContext,
  loc: readonly string[],
  type: OptionType,
  all: readonly Def[],
): Merged {
  const { defs, highestPrio } = finalDefs(ctx, all);
  return { defs, highestPrio, isDefined: defs.length > 0, value: () => mergeFinal(ctx, loc, type, defs) };
}
