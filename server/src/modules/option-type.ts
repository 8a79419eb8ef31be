import type { Origin } from '../base/span';
import { type Attrs, attrs, type Func, type Lazy, type Value } from '../nix/value';
import type { ModuleContext } from './context';
import type { Def } from './definition';
import { sameItems } from './memo';

/** A module as `imports` holds it, with the file it is attributed to. */
export interface ModuleSource {
  readonly value: Lazy;
  readonly file: string;
  /**
   * `module`: as it stands. `import`: imported by a module of its own, which puts it behind others in the order of definitions.
   * `config`: a configuration, even where it looks like a module.
   */
  readonly form: 'module' | 'import' | 'config';
  /** What it is told apart by, where that is not its place among others: an absolute path. */
  readonly key?: string;
  /** Unknown conditions that were assumed for it to be there. */
  readonly conditions?: readonly string[];
}

export function sameSource(a: ModuleSource, b: ModuleSource): boolean {
  return (
    a.value === b.value &&
    a.file === b.file &&
    a.form === b.form &&
    a.key === b.key &&
    sameItems(a.conditions ?? [], b.conditions ?? [])
  );
}

/** What a submodule type is made of. */
export interface SubmoduleRules {
  readonly modules: readonly ModuleSource[];
  readonly specialArgs: Attrs;
  /** Whether a plain set is a configuration even where it looks like a module; undefined: not said. */
  readonly shorthandOnlyDefinesConfig: boolean | undefined;
  readonly description: string | undefined;
  readonly class: string | undefined;
}

/** What is wrong inside of a value, for a user. */
export interface Explanation {
  readonly origin: Origin | undefined;
  readonly text: string;
}

export type DescriptionClass = 'noun' | 'composite' | 'conjunction' | 'nonRestrictiveClause';

/** A type of an option: what it accepts and how several definitions become one value. */
export interface OptionType {
  readonly name: string;
  readonly description: () => string;
  readonly descriptionClass: DescriptionClass | undefined;
  /** Whether the head of a value is acceptable; an unknown is. */
  readonly check: (ctx: ModuleContext, value: Value) => boolean;
  /** Merges one or more checked definitions; throws `OptionError` on a conflict. */
  readonly merge: (ctx: ModuleContext, loc: readonly string[], defs: readonly Def[]) => Value;
  /** For types that say more than `check`: why the definitions are refused, undefined when they are not. */
  readonly refuse:
    | ((ctx: ModuleContext, loc: readonly string[], defs: readonly Def[]) => string | undefined)
    | undefined;
  /** Where in a refused value the fault lies, and what is accepted there. */
  readonly explain: ((ctx: ModuleContext, value: Value) => Explanation | undefined) | undefined;
  /** The type without its last additional check: what an editor goes on with when that check fails. */
  readonly unchecked: OptionType | undefined;
  /** The value when nothing is defined. */
  readonly emptyValue: () => Lazy | undefined;
  readonly submodule: SubmoduleRules | undefined;
  /** The modules of its submodules; undefined when it has none. */
  readonly subModules: () => readonly ModuleSource[] | undefined;
  readonly withSubModules: (modules: readonly ModuleSource[]) => OptionType;
  /** The options of its values, for `getSubOptions`. */
  readonly subOptions: (ctx: ModuleContext, prefix: readonly string[]) => Attrs;
  readonly nested: () => ReadonlyMap<string, OptionType>;
  /** The type of an option declared with this type and another; undefined when they do not go together. */
  readonly typeMerge: (other: OptionType) => OptionType | undefined;
  /** What tells it from others of its name: `functor.payload`. */
  readonly payload: unknown;
  readonly deprecation: string | undefined;
}

/** An option type as a Nix value. */
export interface TypeValue extends Attrs {
  readonly optionType: OptionType;
}

/** `merge` of a native type: called by the module system, it passes on where definitions come from. */
export interface MergeFunc extends Func {
  readonly merges: OptionType;
}

export function isTypeValue(value: Value): value is TypeValue {
  return typeof value === 'object' && value !== null && 'optionType' in value;
}

export function isMergeFunc(value: Value): value is MergeFunc {
  return typeof value === 'object' && value !== null && 'merges' in value;
}

type Given = Pick<OptionType, 'name' | 'merge'> &
  Partial<Omit<OptionType, 'description'>> & { description?: string | (() => string) };

const NOTHING: ReadonlyMap<string, OptionType> = new Map();
const NO_OPTIONS: Attrs = attrs(new Map());
const nothing = (): undefined => undefined;

/** A type from what is particular about it. Types of one name and no payload merge. */
export function optionType(given: Given): OptionType {
  const { description = given.name } = given;
  const type: OptionType = {
    descriptionClass: undefined,
    check: () => true,
    refuse: undefined,
    explain: undefined,
    unchecked: undefined,
    emptyValue: nothing,
    submodule: undefined,
    subModules: nothing,
    withSubModules: () => type,
    subOptions: () => NO_OPTIONS,
    nested: () => NOTHING,
    typeMerge: (other) => (other.name === given.name && other.payload === given.payload ? type : undefined),
    payload: undefined,
    deprecation: undefined,
    ...given,
    description: typeof description === 'string' ? () => description : description,
  };
  return type;
}

/** A description inside another's, in parentheses unless its class goes without them. */
export function phrase(type: OptionType, ...bare: readonly DescriptionClass[]): string {
  const { descriptionClass } = type;
  return descriptionClass !== undefined && bare.includes(descriptionClass)
    ? type.description()
    : `(${type.description()})`;
}
