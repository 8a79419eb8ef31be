import { mergeAttrs, openRecord } from '../attrs';
import { builtinSet } from '../builtins/index';
import { expectAttrs } from '../expect';
import { native } from '../native';
import type { Runtime } from '../runtime';
import type { Attrs, Lazy, Value } from '../value';
import { fix } from './fixed-points';
import { ownGroups } from './groups';
import { call, type Members } from './kit';
import type { LibGroup } from './lib-group';
import { ipv6 } from './network';
import { licenses, maintainers, sourceTypes, teams } from './open-records';
import { platforms } from './systems';
import { TOP_BUILTINS } from './top-level';

function merged(groups: readonly LibGroup[]): Map<string, LibGroup> {
  const byName = new Map<string, LibGroup>();
  for (const group of groups) {
    const known = byName.get(group.name);
    byName.set(group.name, {
      name: group.name,
      members: { ...known?.members, ...group.members },
      top: [...(known?.top ?? []), ...group.top],
    });
  }
  return byName;
}

const ipv6Top: Members = { mkEUI64Suffix: ipv6.mkEUI64Suffix ?? null };

function members(builtins: Attrs, extra: readonly LibGroup[]): Members {
  const groups = merged([...ownGroups(builtins), ...extra]);
  const top: Record<string, Lazy> = { builtins, platforms, licenses, maintainers, teams, sourceTypes, ...ipv6Top };
  for (const name of TOP_BUILTINS) {
    const found = builtins.entries.get(name);
    if (found !== undefined) top[name] = found.value;
  }
  for (const group of groups.values()) {
    if (group.name !== '') top[group.name] = openRecord(`lib.${group.name}`, group.members);
    for (const name of group.top) {
      const found = group.members[name];
      if (found !== undefined) top[name] = found;
    }
  }
  return top;
}

/**
 * nixpkgs' lib. `extra` are groups that others bring, such as options and
 * modules: members of a group of the same name are added to it.
 */
export function createLib(rt: Runtime, extra: readonly LibGroup[] = []): Attrs {
  const own = members(builtinSet, extra);
  const extensible = (overlays: readonly Lazy[]): Value =>
    fix(rt, (self) => {
      const extend = native('extend', 1, (_run, overlay) => extensible([...overlays, overlay]));
      const base = openRecord('lib', { ...own, extend });
      return overlays.reduce<Attrs>(
        (previous, overlay) => mergeAttrs(previous, expectAttrs(call(rt, overlay, self, previous))),
        base,
      );
    });
  return expectAttrs(extensible([]));
}
