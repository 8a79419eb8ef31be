import { type Origin, sameOrigin } from '../base/span';
import type { Runtime } from '../nix/runtime';
import { originOf } from '../nix/thunk';
import type { Attr, Definition, Lazy } from '../nix/value';
import { memo, sameItems } from './memo';

/** The priority of a plain definition (lib.modules.defaultOverridePriority). */
export const DEFAULT_PRIORITY = 100;

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

function sameDef(a: Def, b: Def): boolean {
  return (
    a.value === b.value &&
    a.file === b.file &&
    a.priority === b.priority &&
    a.forwarded === b.forwarded &&
    sameOrigin(a.key, b.key) &&
    sameItems(a.guards, b.guards) &&
    sameItems(a.conditions, b.conditions)
  );
}

/** Whether definitions are the same one by one. */
export function sameDefs(a: readonly Def[], b: readonly Def[]): boolean {
  return sameItems(a, b, sameDef);
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
    const forced = one.priority !== undefined && one.priority < DEFAULT_PRIORITY;
    return [{ key: one.key, value: originOf(one.value), conditions: one.conditions, forced }];
  });
}

/** An attribute of a merged value; its definitions are computed when asked for. */
export class MergedAttr implements Attr {
  private known: (() => readonly Definition[]) | undefined;

  constructor(
    private readonly rt: Runtime,
    readonly value: Lazy,
    readonly key: Origin | undefined,
    private readonly defs: () => readonly Def[],
  ) {}

  get definitions(): readonly Definition[] {
    this.known ??= memo(this.rt, () => recordOf(this.defs()));
    return this.known();
  }
}
