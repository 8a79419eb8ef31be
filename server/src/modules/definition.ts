import type { Origin } from '../base/span';
import { originOf } from '../nix/thunk';
import type { Attr, Definition, Lazy } from '../nix/value';

/** A value given to an option by a module, with the properties (`mkIf`, `mkForce`) of the sets around it. */
export interface Def {
  readonly file: string;
  readonly value: Lazy;
  /** Where the option's name was written. */
  readonly key: Origin | undefined;
  /** Conditions of the sets around it that are yet to be decided, outermost first. */
  readonly guards: readonly Lazy[];
  /** Of the outermost `mkOverride` around it. */
  readonly priority: number | undefined;
  /** Unknown conditions that were assumed for it. */
  readonly conditions: readonly string[];
  /** The attribute of an evaluated configuration that this one passes on, with its definitions. */
  readonly forwarded: Attr | undefined;
}

export function def(file: string, value: Lazy, key?: Origin): Def {
  return { file, value, key, guards: [], priority: undefined, conditions: [], forwarded: undefined };
}

/** The definition of an attribute inside a definition's set. */
export function childDef(parent: Def, attr: Attr): Def {
  return {
    ...parent,
    value: attr.value,
    key: attr.key ?? parent.key,
    forwarded: 'definitions' in attr ? attr : undefined,
  };
}

/** The same definition with another value: an element, a part, or what a coercion made of it. */
export function withValue(parent: Def, value: Lazy): Def {
  return { ...parent, value };
}

/** What a merged value tells about its definitions. */
function recordOf(defs: readonly Def[]): readonly Definition[] {
  return defs.flatMap((one): readonly Definition[] => {
    const passedOn = one.forwarded?.definitions ?? [];
    if (passedOn.length > 0) {
      return passedOn.map((each) => ({ ...each, conditions: [...one.conditions, ...each.conditions] }));
    }
    return [{ key: one.key, value: originOf(one.value), conditions: one.conditions }];
  });
}

/** An attribute of a merged value; its definitions are computed when asked for. */
export class MergedAttr implements Attr {
  private known: readonly Definition[] | undefined;

  constructor(
    readonly value: Lazy,
    readonly key: Origin | undefined,
    private readonly defs: () => readonly Def[],
  ) {}

  get definitions(): readonly Definition[] {
    this.known ??= recordOf(this.defs());
    return this.known;
  }
}
