import { attrsFrom, certainAttr, selectUnknown, trySelect } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import type { Runtime } from '../../nix/runtime';
import { copiedPath } from '../../nix/store-copy';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrs, isAttrs, isPath, isString, type Lazy, unknown, type Value } from '../../nix/value';
import { quietly } from '../problems';

/** What a set has of a name, unknown where it has nothing. */
export function member(set: Value, name: string): Lazy {
  return (isAttrs(set) ? trySelect(set, name) : undefined) ?? unknown(name);
}

/** A value at a path of sets; null where the path ends early, or what lies there does not evaluate. */
export function known(rt: Runtime, root: Lazy, ...path: readonly string[]): Value {
  const found = quietly(rt, () =>
    path.reduce<Value>((set, name) => {
      const value = isAttrs(set) ? certainAttr(set, name) : undefined;
      return value === undefined ? null : force(value);
    }, force(root)),
  );
  return found ?? null;
}

/** The set at a path of sets; an empty one where there is none. */
export function knownSet(rt: Runtime, root: Lazy, ...path: readonly string[]): Attrs {
  const value = known(rt, root, ...path);
  return isAttrs(value) ? value : attrsFrom([]);
}

/** The text at a path of sets. */
export function knownText(rt: Runtime, root: Lazy, ...path: readonly string[]): string | undefined {
  const value = known(rt, root, ...path);
  return isString(value) && value.holes === undefined ? value.text : undefined;
}

/** The file or folder that a value names: a path, a copy of one in the store, or a flake's own folder. */
export function folderOf(rt: Runtime, value: Value): string | undefined {
  if (isPath(value)) return value.path;
  const string = quietly(rt, () => coerceToString(rt, value, { mode: 'plain' }));
  if (string === undefined || string.holes !== undefined) return undefined;
  return copiedPath(string) ?? (string.text.startsWith('/') ? string.text : undefined);
}

/** A set of which nothing but some attributes is known. */
export function openWith(why: string, entries: Iterable<readonly [string, Lazy]>): Attrs {
  const of = unknown(why);
  return attrs(attrsFrom(entries).entries, { why, get: (name) => selectUnknown(of, name) });
}

/** A set whose every attribute is made when it is asked for. */
export function openBy(rt: Runtime, why: string, make: (name: string) => Value): Attrs {
  return attrs(new Map(), { why, get: (name) => delay(rt, () => make(name)) });
}
