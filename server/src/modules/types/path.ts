import { getAttr } from '../../nix/attrs';
import { force } from '../../nix/thunk';
import { isAttrs, isPath, isString, isUnknown, type Value } from '../../nix/value';
import { mergeEqual } from '../merging';
import { type OptionType, optionType } from '../option-type';

export interface PathRules {
  readonly inStore?: boolean | undefined;
  readonly absolute?: boolean | undefined;
}

const IN_STORE = /^\/nix\/store\/[^/.][^/]*/;

/** The text of what stands for a path: a string, a path, a package. Undefined for other values, null where it is not known. */
function pathText(value: Value): string | undefined | null {
  if (isUnknown(value)) return null;
  if (isPath(value)) return value.path;
  if (isString(value)) return value.holes?.some((hole) => hole.start === 0) ? null : value.text;
  if (!isAttrs(value)) return undefined;
  const inner =
    getAttr(value, '__toString') === undefined || value.entries.has('outPath') ? getAttr(value, 'outPath') : null;
  return inner === null ? null : inner === undefined ? undefined : pathText(force(inner));
}

/** A path with rules about where it leads. */
export function pathWith({ inStore, absolute }: PathRules): OptionType {
  const kind = absolute === undefined ? '' : absolute ? 'absolute ' : 'relative ';
  const place = inStore === undefined ? '' : inStore ? ' in the Nix store' : ' not in the Nix store';
  return optionType({
    name: 'path',
    description: `${kind}path${place}`,
    descriptionClass: 'noun',
    check: (_ctx, value) => {
      const text = pathText(value);
      if (text === undefined) return false;
      if (text === null) return true;
      if (inStore === false && !isString(value)) return false;
      if (inStore !== undefined && IN_STORE.test(text) !== inStore) return false;
      return absolute === undefined || text.startsWith('/') === absolute;
    },
    merge: mergeEqual,
    payload: `${inStore}/${absolute}`,
  });
}

export const path = pathWith({ absolute: true });
export const pathInStore = pathWith({ inStore: true });
export const externalPath = pathWith({ absolute: true, inStore: false });
