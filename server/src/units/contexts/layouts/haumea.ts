import { apply } from '../../../nix/apply';
import { attrsFrom } from '../../../nix/attrs';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { delay, force } from '../../../nix/thunk';
import { type Attrs, isFunction, isList, type Lazy, list, path, str, unknown, type Value } from '../../../nix/value';
import { folderOf, known, knownSet } from '../member';

/** What haumea is asked for. */
interface Load {
  /** What makes a value of a file: a function of the arguments for files, and the file's path. */
  readonly loader: Value;
  readonly inputs: Lazy;
  /** Functions of a folder's place and its set, each changing what the one before gave. */
  readonly transformers: readonly Lazy[];
}

function loaded(rt: Runtime, { loader, inputs }: Load, file: string): Lazy {
  return delay(rt, () => (isFunction(loader) ? apply(rt, loader, inputs, path(file)) : unknown(`haumea ${file}`)));
}

/** The set of a folder: a value for each file of Nix, a set for each folder, without what begins with `_` or `.`. */
function folderSet(rt: Runtime, load: Load, folder: string, cursor: readonly string[]): Lazy {
  return delay(rt, () => {
    const members = [...(rt.files.readDir(folder) ?? [])].flatMap(([entry, type]): (readonly [string, Lazy])[] => {
      if (/^[_.]/.test(entry)) return [];
      const inner = `${folder}/${entry}`;
      if (type === 'directory') return [[entry, folderSet(rt, load, inner, [...cursor, entry])]];
      return entry.endsWith('.nix') ? [[entry.slice(0, -'.nix'.length), loaded(rt, load, inner)]] : [];
    });
    const place = list(cursor.map((name) => str(name)));
    return load.transformers.reduce<Value>((set, change) => apply(rt, force(change), place, set), attrsFrom(members));
  });
}

/** `haumea.lib.load`: the files below a folder as a tree of values. */
export function haumeaLoad(): Lazy {
  return native('load', 1, (rt, given) => {
    const args = given ?? null;
    const folder = folderOf(rt, known(rt, args, 'src'));
    if (folder === undefined) return unknown('haumea.lib.load …');
    const transformer = known(rt, args, 'transformer');
    const transformers = isList(transformer) ? transformer.items : isFunction(transformer) ? [transformer] : [];
    const inputs: Attrs = knownSet(rt, args, 'inputs');
    return force(folderSet(rt, { loader: known(rt, args, 'loader'), inputs, transformers }, folder, []));
  });
}
