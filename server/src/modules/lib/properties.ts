import { apply } from '../../nix/apply';
import { expectAttrs, expectBool } from '../../nix/expect';
import { functions, type Members, texts, thrown } from '../../nix/lib/kit';
import type { Runtime } from '../../nix/runtime';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrs, isList, type Lazy, list, str, type Value } from '../../nix/value';
import type { ModuleContext } from '../context';
import { def } from '../definition';
import { field, filterOverrides, property, pushDown, tagged } from '../properties';

export function override(priority: number, content: Lazy): Attrs {
  return property('override', { priority: BigInt(priority), content });
}

export function condition(holds: Lazy, content: Lazy): Attrs {
  return property('if', { condition: holds, content });
}

export function merge(contents: Lazy): Attrs {
  return property('merge', { contents });
}

function order(priority: Lazy, content: Lazy): Attrs {
  return property('order', { priority, content });
}

export function orderAfter(content: Lazy): Attrs {
  return order(1500n, content);
}

const OVERRIDES: Readonly<Record<string, number>> = {
  mkOptionDefault: 1500,
  mkDefault: 1000,
  mkImageMediaOverride: 60,
  mkForce: 50,
  mkVMOverride: 10,
};

/** Applies a function to the value inside of the properties of a definition. */
function mapValue(rt: Runtime, change: (value: Lazy) => Value, definition: Lazy): Value {
  const value = force(definition);
  const property = tagged(value);
  if (property === undefined) return change(definition);
  const { tag, set } = property;
  const replace = (name: string, inner: Value): Attrs =>
    attrs(new Map([...set.entries, [name, { value: inner, key: undefined }]]));
  switch (tag) {
    case 'merge': {
      const contents = force(field(set, 'contents'));
      const items = isList(contents) ? contents.items : [];
      return replace('contents', list(items.map((item) => delay(rt, () => mapValue(rt, change, item)))));
    }
    case 'if':
    case 'override':
    case 'order':
      return replace('content', mapValue(rt, change, field(set, 'content')));
    case 'definition':
      return replace('value', mapValue(rt, change, field(set, 'value')));
    default:
      return change(definition);
  }
}

/** The definitions of an option as Nix values hold them, with its priority. */
function aliasOf(option: Lazy, wrap: (value: Value) => Value, withPriority: boolean): Value {
  const set = expectAttrs(option);
  const priority = set.entries.get('highestPrio');
  const definitions = force(field(set, 'definitions'));
  const items = isList(definitions) ? definitions.items : [];
  const kept = withPriority
    ? items.map((item) => property('override', { priority: priority?.value ?? 100n, content: item }))
    : items;
  return condition(field(set, 'isDefined'), wrap(merge(list(kept))));
}

/** `mkIf`, `mkMerge`, `mkForce`, `mkBefore` and their kin. */
export function propertyFunctions(ctx: ModuleContext): Members {
  const { rt } = ctx;
  const overrides = Object.entries(OVERRIDES).map(
    ([name, priority]) => [name, (_rt: Runtime, content: Lazy): Value => override(priority, content)] as const,
  );
  return {
    ...functions(Object.fromEntries(overrides)),
    ...functions({
      mkIf: (_rt, holds, content) => condition(holds, content),
      mkMerge: (_rt, contents) => merge(contents),
      mkOverride: (_rt, priority, content) => property('override', { priority, content }),
      mkOrder: (_rt, priority, content) => order(priority, content),
      mkBefore: (_rt, content) => order(500n, content),
      mkAfter: (_rt, content) => order(1500n, content),
      mkDefinition: (_rt, args) => attrs(new Map([...expectAttrs(args).entries, ['_type', tagAttr('definition')]])),
      mkFixStrictness: (_rt, value) => force(value),
      mkAssert: (_rt, assertion, message, content) => {
        const holds = delay(rt, () => {
          if (expectBool(rt, assertion)) return true;
          throw thrown(`\nFailed assertion: ${texts(list([message])).join('')}`);
        });
        return condition(holds, content);
      },
      mkAliasDefinitions: (_rt, option) => aliasOf(option, (value) => value, false),
      mkAliasAndWrapDefinitions: (inner, wrap, option) => aliasOf(option, callWith(inner, wrap), false),
      mkAliasAndWrapDefsWithPriority: (inner, wrap, option) => aliasOf(option, callWith(inner, wrap), true),
      mkDerivedConfig: (inner, option, change) => {
        const set = expectAttrs(option);
        const value = callWith(inner, change)(force(field(set, 'value')));
        return property('override', { priority: set.entries.get('highestPrio')?.value ?? 100n, content: value });
      },
      mapDefinitionValue: (inner, change, definition) =>
        mapValue(inner, (value) => callWith(inner, change)(force(value)), definition),
      filterOverrides: (_rt, defs) => list(kept(defs)),
      pushDownProperties: (_rt, config) => list(pushDown(def('', config)).map((one) => one.value)),
    }),
    defaultOverridePriority: 100n,
    defaultOrderPriority: 1000n,
  };
}

function callWith(rt: Runtime, fn: Lazy): (value: Value) => Value {
  return (value) => apply(rt, fn, value);
}

function tagAttr(tag: string): { readonly value: Value; readonly key: undefined } {
  return { value: str(tag), key: undefined };
}

/** `{ file, value }` sets of the strongest priority, without it. */
function kept(defs: Lazy): readonly Lazy[] {
  const given = force(defs);
  const items = isList(given) ? given.items : [];
  const read = items.map((item) => {
    const set = expectAttrs(item);
    const value = field(set, 'value');
    const property = tagged(force(value));
    if (property?.tag !== 'override') return { ...def('', value), key: undefined, set };
    const priority = Number(force(field(property.set, 'priority')));
    return { ...def('', field(property.set, 'content')), priority, set };
  });
  const { highestPrio } = filterOverrides(read);
  return read
    .filter((one) => (one.priority ?? 100) === highestPrio)
    .map((one) => attrs(new Map([...one.set.entries, ['value', { value: one.value, key: undefined }]])));
}
