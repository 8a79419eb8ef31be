import { trySelect } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectList, expectString } from '../expect';
import { delay, force } from '../thunk';
import { type Attrs, attrs, isAttrs, isUnknown, type Lazy, list, str, type Value } from '../value';
import { attr, call, functions, groupBy, lookup, member, texts } from './kit';
import { escapeIdentifier } from './nix-text';

type Found = { readonly found: Lazy } | { readonly depth: number };

/** Follows a path of names from a value: what lies there, or how many names of the path could be followed. */
export function follow(path: readonly string[], from: Lazy): Found {
  let here = from;
  for (const [depth, name] of path.entries()) {
    const value = force(here);
    const next = trySelect(value, name);
    if (next === undefined) return { depth };
    here = next;
  }
  return { found: here };
}

/** `lib.showAttrPath`: the path as it would be written in Nix. */
function showAttrPath(path: readonly string[]): string {
  return path.length === 0 ? '<root attribute path>' : path.map(escapeIdentifier).join('.');
}

/** A set that holds nothing but `value`, under `path`. */
function nest(path: readonly string[], value: Lazy): Lazy {
  return path.reduceRight<Lazy>((inner, name) => attrs(new Map([[name, attr(inner)]])), value);
}

interface Update {
  readonly path: readonly string[];
  readonly update: Lazy;
}

/** nixpkgs lib/attrsets.nix: attribute paths. */
export const attrPaths = functions({
  attrByPath: (_rt, path, fallback, set) => {
    const result = follow(texts(path), set);
    return force('found' in result ? result.found : fallback);
  },
  hasAttrByPath: (_rt, path, set) => {
    const result = follow(texts(path), set);
    return 'found' in result;
  },
  longestValidPathPrefix: (_rt, path, set) => {
    const names = texts(path);
    const result = follow(names, set);
    return list(('found' in result ? names : names.slice(0, result.depth)).map((name) => str(name)));
  },
  setAttrByPath: (_rt, path, value) => force(nest(texts(path), value)),
  getAttrFromPath: (_rt, path, set) => {
    const names = texts(path);
    const result = follow(names, set);
    if ('found' in result) return force(result.found);
    throw new NixError('abort', `cannot find attribute '${names.join('.')}'`);
  },
  showAttrPath: (_rt, path) => str(showAttrPath(texts(path))),
  updateManyAttrsByPath: (rt, updates, value) => {
    const go = (depth: number, present: Lazy | undefined, all: readonly Update[]): Value => {
      const here = all.filter((one) => one.path.length === depth);
      const nested = groupBy(
        all.filter((one) => one.path.length !== depth),
        (one) => one.path[depth] as string,
      );
      const start = delay(rt, () => inner(depth, present, nested, here[0]?.path ?? []));
      return force(here.reduce<Lazy>((acc, one) => delay(rt, () => call(rt, one.update, acc)), start));
    };
    const inner = (
      depth: number,
      present: Lazy | undefined,
      nested: ReadonlyMap<string, readonly Update[]>,
      first: readonly string[],
    ): Value => {
      if (nested.size === 0) {
        if (present !== undefined) return force(present);
        throw new NixError(
          'throw',
          `updateManyAttrsByPath: Path '${showAttrPath(first)}' does not exist in the given value, but the first update to this path tries to access the existing value.`,
        );
      }
      const base = present === undefined ? attrs(new Map()) : force(present);
      if (isUnknown(base)) return base;
      if (!isAttrs(base)) {
        const path = [...nested.values()][0]?.[0]?.path ?? [];
        throw new NixError(
          'throw',
          `updateManyAttrsByPath: Path '${showAttrPath(path)}' needs to be updated, but path '${showAttrPath(path.slice(0, depth))}' of the given value is not an attribute set, so we can't update an attribute inside of it.`,
        );
      }
      return withUpdated(base, depth, nested);
    };
    const withUpdated = (base: Attrs, depth: number, nested: ReadonlyMap<string, readonly Update[]>): Attrs => {
      const entries = new Map(base.entries);
      for (const [name, all] of nested)
        entries.set(name, attr(delay(rt, () => go(depth + 1, lookup(base, name), all))));
      return attrs(entries, base.open, base.origin);
    };
    const parsed = expectList(updates).items.map((item): Update => {
      const one = expectAttrs(item);
      return { path: texts(lookup(one, 'path') ?? null), update: lookup(one, 'update') ?? null };
    });
    return go(0, value, parsed);
  },
  attrVals: (rt, names, set) => {
    const items = expectList(names);
    return list(
      items.items.map((name) => delay(rt, () => force(member(expectAttrs(set), expectString(name))))),
      items.open,
    );
  },
});
