import { isAttrs, isList, isUnknown } from '../../nix/value';
import { type OptionType, optionType } from '../option-type';
import { attrsOf } from './attrs';
import { nullOr, oneOf } from './either';
import { listOf } from './list';
import { path } from './path';
import { bool, float, int, str } from './scalar';

/** Values of a data format: scalars, and lists and sets of such values. */
export function jsonValue(format: string, nullable: boolean): OptionType {
  const scalars = oneOf(bool, int, float, str, path);
  const collections = (): OptionType => oneOf(scalars, attrsOf(value()), listOf(value()));
  const name = nullable ? 'nullOr' : 'either';
  const self = optionType({
    name,
    description: `${format} value`,
    descriptionClass: 'conjunction',
    check: (ctx, given) =>
      isUnknown(given) || (given === null && nullable) || isAttrs(given) || isList(given) || scalars.check(ctx, given),
    refuse: (ctx, loc, defs) => full().refuse?.(ctx, loc, defs),
    merge: (ctx, loc, defs) => full().merge(ctx, loc, defs),
    emptyValue: () => (nullable ? null : undefined),
    nested: () => new Map([['elemType', full()]]),
  });
  const value = (): OptionType => self;
  const full = (): OptionType => (nullable ? nullOr(collections()) : collections());
  return self;
}
