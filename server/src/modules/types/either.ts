import { apply } from '../../nix/apply';
import { delay, force, originOf } from '../../nix/thunk';
import { isUnknown, type Lazy } from '../../nix/value';
import type { ModuleContext } from '../context';
import type { Def } from '../definition';
import { mergeFinal } from '../merge';
import { bothNullAndNot } from '../merging';
import { type OptionType, optionType, phrase } from '../option-type';
import { showDefs, showOption } from '../show';
import { inside, mergeElement } from './list';
import { refuseHeads } from './scalar';

type Loc = readonly string[];

/** Whether a type takes all definitions. */
function takes(ctx: ModuleContext, type: OptionType, loc: Loc, defs: readonly Def[]): boolean {
  return defs.every((one) => type.check(ctx, force(one.value))) && type.refuse?.(ctx, loc, defs) === undefined;
}

function eitherDescription(left: OptionType, right: OptionType): string {
  if (left.descriptionClass === 'nonRestrictiveClause') {
    return `${left.description()}, or ${phrase(right, 'noun', 'conjunction')}`;
  }
  return `${phrase(left, 'noun', 'conjunction')} or ${phrase(right, 'noun', 'conjunction', 'composite')}`;
}

/** One type or another, the first that takes all definitions. */
export function either(left: OptionType, right: OptionType): OptionType {
  return optionType({
    name: 'either',
    description: () => eitherDescription(left, right),
    descriptionClass: 'conjunction',
    check: (ctx, value) => left.check(ctx, value) || right.check(ctx, value),
    refuse: (ctx, loc, defs) => {
      if (takes(ctx, left, loc, defs) || takes(ctx, right, loc, defs)) return undefined;
      const kinds = `\`${left.description()}\` nor \`${right.description()}\``;
      return `The option \`${showOption(loc)}\` is neither a value of type ${kinds}, Definition values: ${showDefs(defs)}`;
    },
    merge: (ctx, loc, defs) => (takes(ctx, left, loc, defs) ? left : right).merge(ctx, loc, defs),
    nested: () =>
      new Map([
        ['left', left],
        ['right', right],
      ]),
    payload: { left, right },
    typeMerge: (other) => {
      const theirs = other.name === 'either' ? other.nested() : undefined;
      const [theirLeft, theirRight] = [theirs?.get('left'), theirs?.get('right')];
      const newLeft = theirLeft && left.typeMerge(theirLeft);
      const newRight = theirRight && right.typeMerge(theirRight);
      return newLeft && newRight && either(newLeft, newRight);
    },
  });
}

export function oneOf(first: OptionType, ...others: readonly OptionType[]): OptionType {
  return others.reduce(either, first);
}

export function nullOr(inner: OptionType): OptionType {
  const notNull = (defs: readonly Def[]): readonly Def[] => defs.filter((one) => force(one.value) !== null);
  return optionType({
    name: 'nullOr',
    description: () => `null or ${phrase(inner, 'noun', 'conjunction')}`,
    descriptionClass: 'conjunction',
    check: (ctx, value) => value === null || inner.check(ctx, value),
    merge: (ctx, loc, defs) => {
      const others = notNull(defs);
      if (others.length === 0) return null;
      if (others.length < defs.length) {
        const certain = others.filter((one) => !isUnknown(force(one.value)));
        if (certain.length === 0) return null;
        throw bothNullAndNot(loc, defs);
      }
      return inner.refuse === undefined ? inner.merge(ctx, loc, others) : mergeFinal(ctx, loc, inner, others);
    },
    emptyValue: () => null,
    subModules: () => inner.subModules(),
    withSubModules: inside(inner, nullOr),
    subOptions: (ctx, prefix) => inner.subOptions(ctx, prefix),
    nested: () => new Map([['elemType', inner]]),
    payload: inner,
    typeMerge: (other) => mergeElement(other, 'nullOr', inner, nullOr),
  });
}

/** A type that also takes values of another, turned into its own by a function. */
export function coercedTo(from: OptionType, coerce: Lazy, to: OptionType): OptionType {
  const convert = (ctx: ModuleContext, one: Def): Def => {
    const value = force(one.value);
    if (isUnknown(value) || !from.check(ctx, value)) return one;
    return { ...one, value: delay(ctx.rt, () => apply(ctx.rt, coerce, one.value), originOf(one.value)) };
  };
  const converted = (ctx: ModuleContext, defs: readonly Def[]): readonly Def[] => defs.map((one) => convert(ctx, one));
  const check: OptionType['check'] = (ctx, value) =>
    (from.check(ctx, value) && (isUnknown(value) || to.check(ctx, apply(ctx.rt, coerce, value)))) ||
    to.check(ctx, value);
  return optionType({
    name: 'coercedTo',
    description: () => `${phrase(to, 'noun')} or ${phrase(from, 'noun')} convertible to it`,
    check,
    refuse: (ctx, loc, defs) =>
      (to.refuse ?? refuseHeads(check))(ctx, loc, to.refuse === undefined ? defs : converted(ctx, defs)),
    merge: (ctx, loc, defs) => to.merge(ctx, loc, converted(ctx, defs)),
    emptyValue: () => to.emptyValue(),
    subModules: () => to.subModules(),
    withSubModules: inside(to, (inner) => coercedTo(from, coerce, inner)),
    subOptions: (ctx, prefix) => to.subOptions(ctx, prefix),
    nested: () =>
      new Map([
        ['coercedType', from],
        ['finalType', to],
      ]),
    typeMerge: () => undefined,
  });
}
