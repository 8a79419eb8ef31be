import { isTagged } from '../../nix/attrs';
import { attrNames } from '../../nix/order';
import { quoteName } from '../../nix/quote';
import { force } from '../../nix/thunk';
import { type Attrs, attrs, isAttrs, isUnknown, type Lazy, type Value } from '../../nix/value';
import type { ModuleContext } from '../context';
import { childDef, type Def, MergedAttr } from '../definition';
import { OptionError } from '../errors';
import { conflictingTags } from '../merging';
import { type OptionState, optionState } from '../option';
import { type OptionType, optionType } from '../option-type';

function only(value: Value): string | undefined {
  const names = isAttrs(value) ? attrNames(value) : [];
  return names.length === 1 ? names[0] : undefined;
}

function state(ctx: ModuleContext, loc: readonly string[], option: Lazy, defs: readonly Def[]): OptionState {
  const fields = force(option);
  if (!isAttrs(fields) || !isTagged(fields, 'option')) {
    throw new OptionError('declaration', 'In attrTag, each tag value must be an option.');
  }
  return optionState(ctx, loc, [{ file: '<attrTag {...}>', fields, key: undefined }], () => defs);
}

/** A set with one attribute, which tells what kind of value it holds. */
export function attrTag(tags: Attrs): OptionType {
  const choices = attrNames(tags);
  return optionType({
    name: 'attrTag',
    description: `attribute-tagged union with choices: ${choices.map(quoteName).join(', ')}`,
    descriptionClass: 'noun',
    check: (_ctx, value) => isUnknown(value) || choices.includes(only(value) ?? ''),
    merge: (ctx, loc, defs) => {
      const [first] = defs;
      const choice = (first && only(force(first.value))) ?? '';
      const option = tags.entries.get(choice);
      if (option === undefined) return first === undefined ? null : force(first.value);
      const inner = defs.map((one): Def => {
        const value = force(one.value);
        const own = only(value) ?? '';
        const attr = isAttrs(value) ? value.entries.get(own) : undefined;
        if (attr === undefined || own !== choice) throw conflictingTags(loc, defs, choice, own);
        return childDef(one, attr);
      });
      const tagged = state(ctx, [...loc, choice], option.value, inner);
      const attr = new MergedAttr(ctx.rt, tagged.value, inner[0]?.key, () => tagged.merged().defs);
      return attrs(new Map([[choice, attr]]));
    },
    payload: tags,
  });
}
