import type { Runtime } from '../nix/runtime';
import type { Attr } from '../nix/value';
import type { ModuleContext } from './context';
import { type Def, sameDefs } from './definition';
import { Family } from './memo';
import type { OptionType } from './option-type';
import { showOption } from './show';

/** What an element of an option's set is merged from. */
export interface ElementInput {
  readonly ctx: ModuleContext;
  readonly type: OptionType;
  /** Whether the set's values are looked at when they are used alone. */
  readonly lazy: boolean;
  readonly defs: readonly Def[];
}

/** The elements of an option's sets, by their paths: merged anew where their own definitions change. */
export type Elements = Family<ElementInput, Attr | undefined>;

function sameElement(a: ElementInput, b: ElementInput): boolean {
  return a.ctx === b.ctx && a.type === b.type && a.lazy === b.lazy && sameDefs(a.defs, b.defs);
}

export function elements(rt: Runtime): Elements {
  return new Family(rt, sameElement);
}

/** An element as it was merged before, where its definitions are the same. */
export function elementAt(
  loc: readonly string[],
  input: ElementInput,
  merge: () => Attr | undefined,
): Attr | undefined {
  const { elements: known, rt } = input.ctx;
  return known === undefined || !rt.recorder.on ? merge() : known.get(showOption(loc), input, () => merge);
}
