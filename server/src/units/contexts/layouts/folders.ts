import { attrsFrom } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import { type Attrs, type Lazy, path } from '../../../nix/value';

/** The names of the folders in a folder. */
export function folders(rt: Runtime, folder: string): readonly string[] {
  return [...(rt.files.readDir(folder) ?? [])].filter(([, type]) => type !== 'regular').map(([name]) => name);
}

/** The modules in a folder by their names: `name.nix`, or `name/default.nix`. */
export function modulesIn(rt: Runtime, folder: string): Attrs {
  return attrsFrom(
    [...(rt.files.readDir(folder) ?? [])].flatMap(([name, type]): readonly (readonly [string, Lazy])[] => {
      if (type === 'regular') return name.endsWith('.nix') ? [[name.slice(0, -4), path(`${folder}/${name}`)]] : [];
      return rt.files.stat(`${folder}/${name}/default.nix`) === undefined ? [] : [[name, path(`${folder}/${name}`)]];
    }),
  );
}
