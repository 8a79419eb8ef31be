import { sameOrigin } from '../../base/span';
import { selectUnknown } from '../../nix/attrs';
import { sortNames } from '../../nix/order';
import { hasUnknownPiece } from '../../nix/text';
import { delay, force, originOf } from '../../nix/thunk';
import { type Attr, attrs, isAttrs, isUnknown, type OpenWorld } from '../../nix/value';
import { type ModuleContext, tolerate } from '../context';
import { childDef, type Def, MergedAttr } from '../definition';
import { elementAt } from '../elements';
import { mergeDefinitions } from '../merge';
import { type OptionType, optionType, phrase } from '../option-type';
import { inside, mergeElement, under } from './list';
import { known, refuseHeads } from './scalar';

const isKnownSet = known(isAttrs);

export interface AttrsRules {
  /** Values are not looked at before they are used, so one that is not defined stays as an attribute. */
  readonly lazy: boolean;
  readonly placeholder: string;
}

/**
 * The definitions of each name, in the order of the sets they stand in. One expression that gives a name with an unknown piece several
 * times may well name several attributes: its first stands for all.
 */
function defsByName(defs: readonly Def[]): ReadonlyMap<string, Def[]> {
  const found = new Map<string, Def[]>();
  for (const one of defs) {
    const value = force(one.value);
    if (!isAttrs(value)) continue;
    for (const [name, attr] of value.entries) {
      const child = { ...childDef(one, attr), priority: undefined };
      const others = found.get(name);
      if (others === undefined) found.set(name, [child]);
      else if (!hasUnknownPiece(name) || !others.some(({ key }) => sameOrigin(key, child.key))) others.push(child);
    }
  }
  return found;
}

/** What definitions that are not known whole make of a set. */
export function openOf(defs: readonly Def[]): OpenWorld | undefined {
  for (const one of defs) {
    const value = force(one.value);
    if (isUnknown(value)) return { why: value.why, get: (name) => selectUnknown(value, name) };
    if (isAttrs(value) && value.open !== undefined) return value.open;
  }
  return undefined;
}

/** Sets with values of one type, merged name by name. */
export function attrsWith(element: OptionType, rules: AttrsRules): OptionType {
  const { lazy, placeholder } = rules;
  const make = (inner: OptionType): OptionType => attrsWith(inner, rules);
  const name = lazy ? 'lazyAttrsOf' : 'attrsOf';
  return optionType({
    name,
    description: () => `${lazy ? 'lazy ' : ''}attribute set of ${phrase(element, 'noun', 'composite')}`,
    descriptionClass: 'composite',
    check: isKnownSet,
    refuse: refuseHeads(isKnownSet),
    merge: (ctx, loc, defs) => {
      const byName = defsByName(defs);
      const entries = new Map<string, Attr>();
      for (const each of sortNames(byName.keys())) {
        const at = [...loc, each];
        const own = byName.get(each) ?? [];
        const attr = elementAt(at, { ctx, type: element, lazy, defs: own }, () =>
          mergeEntry(ctx, at, element, own, lazy),
        );
        if (attr !== undefined) entries.set(each, attr);
      }
      return attrs(entries, openOf(defs));
    },
    emptyValue: () => attrs(new Map()),
    subModules: () => element.subModules(),
    withSubModules: inside(element, make),
    subOptions: under(element, `<${placeholder}>`),
    nested: () => new Map([['elemType', element]]),
    payload: element,
    typeMerge: (other) => mergeElement(other, name, element, make),
  });
}

/** One attribute; undefined when no definition of it holds. */
function mergeEntry(
  ctx: ModuleContext,
  loc: readonly string[],
  element: OptionType,
  defs: readonly Def[],
  lazy: boolean,
): Attr | undefined {
  const [first] = defs;
  const origin = first && originOf(first.value);
  if (!lazy) {
    const merged = tolerate(ctx, () => mergeDefinitions(ctx, loc, element, defs), undefined);
    if (merged?.isDefined !== true) return undefined;
    return new MergedAttr(ctx.rt, delay(ctx.rt, merged.value, origin), merged.defs[0]?.key, () => merged.defs);
  }
  const merge = (): ReturnType<typeof mergeDefinitions> => mergeDefinitions(ctx, loc, element, defs);
  return new MergedAttr(
    ctx.rt,
    delay(ctx.rt, () => merge().value(), origin),
    first?.key,
    () => merge().defs,
  );
}

export function attrsOf(element: OptionType): OptionType {
  return attrsWith(element, { lazy: false, placeholder: 'name' });
}

export function lazyAttrsOf(element: OptionType): OptionType {
  return attrsWith(element, { lazy: true, placeholder: 'name' });
}
