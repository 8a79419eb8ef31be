import { tolerate } from '../../modules/context';
import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { equals } from '../../nix/equal';
import { expectAttrs } from '../../nix/expect';
import { sanitizeDerivationName } from '../../nix/lib/nix-text';
import { native } from '../../nix/native';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { concatStrings } from '../../nix/text';
import { delay, force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  type Func,
  isList,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type List,
  type NixString,
  str,
  type Value,
} from '../../nix/value';
import { optionsOfKind } from './facts';
import { attrAt, forward, type NixosWorld } from './world';

/** What the function of a native module is called with. */
export interface ModuleArguments {
  /** Known once all modules are there. */
  readonly name: () => string;
  readonly config: Lazy;
  readonly options: Lazy;
}

/** A native module: a function of some arguments that gives options and definitions. */
export function nativeModule(file: string, names: readonly string[], body: (args: Attrs) => Attrs): ModuleSource {
  const made = native(file, 1, (_rt, given) => body(expectAttrs(given ?? null)));
  const formals = new Map(names.map((name) => [name, false] as const));
  const value: Func = { ...made, formals, ellipsis: true };
  return { value, file, form: 'module' };
}

/** A module of a unit's submodule. */
export function unitModule(file: string, body: (args: ModuleArguments) => Attrs): ModuleSource {
  return nativeModule(file, ['name', 'config', 'options'], (args) => {
    const name = (): string => {
      const value = force(attrAt(args, 'name').value);
      return isString(value) ? value.text : '';
    };
    return body({
      name,
      config: attrAt(args, 'config').value,
      options: attrAt(args, 'options').value,
    });
  });
}

/** Options that become one line of `[Unit]`, with the directive's name. */
const UNIT_LINES = optionsOfKind('service', false, false).flatMap(({ name, line }) =>
  line?.startsWith('Unit.') === true ? [{ name, directive: line.slice('Unit.'.length) }] : [],
);

const TRIGGERS = new Set(['restartTriggers', 'reloadTriggers']);
const VERBATIM = new Set(['description']);
const OPTIONAL = new Set(['startLimitBurst', 'startLimitIntervalSec']);

function flatten(value: Value): readonly Lazy[] {
  if (!isList(value)) return [value];
  return value.items.flatMap((item) => {
    const inner = force(item);
    return isList(inner) ? flatten(inner) : [item];
  });
}

/** The store file that holds the triggers of a unit. */
function triggerFile(world: NixosWorld, name: string, triggers: List): NixString {
  const { rt } = world.ctx;
  const parts = flatten(triggers).map((item) =>
    coerceToString(rt, item, { mode: isPath(force(item)) ? 'interpolation' : 'toString' }),
  );
  const text = concatStrings(rt, parts, str(' '));
  const path = unknownStorePath(sanitizeDerivationName(name));
  return storeString(
    { path, encoded: path, file: { name, text, executable: false, subpath: '' } },
    `${path}\n${text.text}`,
  );
}

function isDefined(options: Lazy, name: string): boolean {
  const option = force(attrAt(options, name).value);
  return option !== null && force(attrAt(option, 'isDefined').value) === true;
}

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.items.length === 0 && value.open === undefined;
  return typeof value === 'object' && value !== null && value.kind === 'string' && value.text === '';
}

/** The line of an option; undefined when it is not written. */
function unitLine(world: NixosWorld, args: ModuleArguments, name: string, directive: string): Attr | undefined {
  const { rt } = world.ctx;
  const { config } = args;
  const set = force(config);
  if (typeof set !== 'object' || set === null || set.kind !== 'attrs' || !set.entries.has(name)) return undefined;
  if (OPTIONAL.has(name) && !isDefined(args.options, name)) return undefined;
  const attr = attrAt(config, name);
  const value = force(attr.value);
  if (isEmpty(value)) return undefined;
  if (VERBATIM.has(name) || isUnknown(value)) return forward(attr, value);
  if (TRIGGERS.has(name) && isList(value)) {
    return forward(
      attr,
      delay(rt, () => triggerFile(world, `${directive}-${args.name()}`, value)),
    );
  }
  return forward(
    attr,
    delay(rt, () => coerceToString(rt, value, { mode: 'toString' })),
  );
}

/** `unitConfig` as the options of a unit give it: `after` becomes `After`, and so on. */
export function unitConfigModule(world: NixosWorld): ModuleSource {
  return unitModule('<nixpkgs>/nixos/lib/systemd-lib.nix', (args) => {
    const lines = delay(world.ctx.rt, () => {
      const entries = new Map<string, Attr>();
      for (const { name, directive } of UNIT_LINES) {
        const attr = tolerate(world.ctx, () => unitLine(world, args, name, directive), undefined);
        if (attr !== undefined) entries.set(directive, attr);
      }
      return attrs(entries);
    });
    return attrsFrom([['config', attrsFrom([['unitConfig', lines]])]]);
  });
}

/** Whether a text is set: unknown where that is not known. */
export function isSet(world: NixosWorld, value: Lazy): Lazy {
  return delay(world.ctx.rt, () => {
    const empty = equals(world.ctx.rt, value, str(''));
    return isUnknown(force(empty)) ? true : empty !== true;
  });
}

/** An empty list is not set. */
export function isFilled(world: NixosWorld, value: Lazy): Lazy {
  return delay(world.ctx.rt, () => !isEmpty(force(value)));
}

/** The name of the unit's file. */
export function nameModule(world: NixosWorld, kind: string): ModuleSource {
  return unitModule('<nixpkgs>/nixos/lib/systemd-lib.nix', ({ name }) =>
    attrsFrom([['config', attrsFrom([['name', delay(world.ctx.rt, () => str(`${name()}.${kind}`))]])]]),
  );
}
