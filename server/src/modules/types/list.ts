import { delay, force, originOf } from '../../nix/thunk';
import { isList, isUnknown, type Lazy, list, type Unknown } from '../../nix/value';
import { tolerate } from '../context';
import { withValue } from '../definition';
import { mergeDefinitions } from '../merge';
import { type OptionType, optionType, phrase } from '../option-type';
import { checked, known, refuseHeads } from './scalar';

const isKnownList = known(isList);

/** Lists, concatenated; elements may be `mkIf`, and are checked and merged one by one. */
export function listOf(element: OptionType): OptionType {
  return optionType({
    name: 'listOf',
    description: () => `list of ${phrase(element, 'noun', 'composite')}`,
    descriptionClass: 'composite',
    check: isKnownList,
    refuse: refuseHeads(isKnownList),
    merge: (ctx, loc, defs) => {
      const items: Lazy[] = [];
      let open: Unknown | undefined;
      defs.forEach((one, n) => {
        const value = force(one.value);
        if (isUnknown(value)) open ??= value;
        if (!isList(value)) return;
        open ??= value.open;
        value.items.forEach((item, m) => {
          const at = [...loc, `[definition ${n + 1}-entry ${m + 1}]`];
          const merged = tolerate(
            ctx,
            () => mergeDefinitions(ctx, at, element, [{ ...withValue(one, item), priority: undefined }]),
            undefined,
          );
          if (merged?.isDefined !== true) return;
          const [only] = merged.defs;
          items.push(delay(ctx.rt, merged.value, only && originOf(only.value)));
        });
      });
      return list(items, open);
    },
    emptyValue: () => list([]),
    subModules: () => element.subModules(),
    withSubModules: inside(element, listOf),
    subOptions: under(element, '*'),
    nested: () => new Map([['elemType', element]]),
    payload: element,
    typeMerge: (other) => mergeElement(other, 'listOf', element, listOf),
  });
}

/** The options of a type's elements, one level down. */
export function under(element: OptionType, level: string): OptionType['subOptions'] {
  return (ctx, prefix) => element.subOptions(ctx, [...prefix, level]);
}

/** How a type takes other modules where only its elements have some. */
export function inside(element: OptionType, make: (element: OptionType) => OptionType): OptionType['withSubModules'] {
  return (modules) => make(element.withSubModules(modules));
}

/** The type of two declarations with one type of elements each; undefined when these do not merge. */
export function mergeElement(
  other: OptionType,
  name: string,
  element: OptionType,
  make: (element: OptionType) => OptionType,
): OptionType | undefined {
  const theirs = other.nested().get('elemType');
  const merged = other.name === name && theirs !== undefined ? element.typeMerge(theirs) : undefined;
  return merged && make(merged);
}

export function nonEmptyListOf(element: OptionType): OptionType {
  const base = listOf(element);
  const filled = checked(
    base,
    (_ctx, value) => !isList(value) || value.items.length > 0 || value.open !== undefined,
    base.name,
    `non-empty ${phrase(base, 'noun')}`,
  );
  return optionType({ ...filled, emptyValue: () => undefined });
}
