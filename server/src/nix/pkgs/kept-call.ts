import { attrsFrom, isTagged, selectUnknown } from '../attrs';
import { native } from '../native';
import { force } from '../thunk';
import { type Attrs, type Func, isList, type Lazy, list, str, unknown, type Value } from '../value';

/** What is made of modules: a system or a home, or a test of several. */
export type KeptKind = 'configuration-of-modules' | 'test-of-modules';

/** What a call that makes something of modules gives: its argument is kept for who evaluates it, and nothing else is known of it. */
export function kept(
  kind: KeptKind,
  why: string,
  argument: Lazy,
  known: Iterable<readonly [string, Lazy]> = [],
): Attrs {
  const result = unknown(`${why} …`);
  const open = { why: result.why, get: (name: string) => selectUnknown(result, name) };
  return attrsFrom([['_type', str(kind)], ['argument', argument], ...known], open);
}

/** A function whose argument is kept. */
export function keeping(kind: KeptKind, name: string): Func {
  return native(name, 1, (_rt, argument) => kept(kind, name, argument));
}

/** A system of one module, or of a list of them. */
export function systemOf(why: string, modules: Lazy): Attrs {
  const given = force(modules);
  const all = isList(given) ? given : list([modules]);
  return kept('configuration-of-modules', why, attrsFrom([['modules', all]]));
}

/** The argument that was kept; undefined for every other value. */
export function keptArgument(value: Value, kind: KeptKind): Lazy | undefined {
  return isTagged(value, kind) ? value.entries.get('argument')?.value : undefined;
}
