import type { ModuleArgs } from '../modules/module';
import { attrsFrom, selectUnknown } from '../nix/attrs';
import { escapeSystemdPath } from '../nix/lib/nixos-utils';
import { force } from '../nix/thunk';
import { type Attrs, isString, type Lazy, unknown } from '../nix/value';
import type { Slot } from './analysis';
import { type Configuration, setsHome } from './configuration';
import { OPTION_KINDS } from './kinds';
import { modularSlots } from './modular/slots';
import { attrAt } from './nixos/world';
import { definitionsAt, SCOPES } from './read-units';
import { mountSlots, type SlotWalker, slotWalker, unitSlots } from './slots';

function mountName(set: Attrs): string {
  const where = force(attrAt(set, 'where').value);
  return isString(where) ? escapeSystemdPath(where.text) : '';
}

/** Every name written somewhere in the source that flowed into a unit. */
export function readSlots(configuration: Configuration): readonly Slot[] {
  const { world, evaluation, slots } = configuration;
  const config = unknown('config');
  const given = attrsFrom([
    ['lib', world.ctx.lib],
    ['pkgs', world.pkgs],
    ['config', config],
    ['options', unknown('options')],
  ]);
  const args: ModuleArgs = { given, lookup: (name) => selectUnknown(config, name), openWorld: true };
  const root = evaluation.level();
  const isHome = setsHome(configuration);
  const walked = (
    path: readonly string[],
    option: string,
    walk: (walker: SlotWalker, value: Lazy) => void,
  ): readonly Slot[] =>
    definitionsAt(root, path, option).flatMap(({ value }, n) =>
      slots.get(`${isHome} ${path.join('.')}.${option} ${n}`, value, () => () => {
        const walker = slotWalker(world.ctx, args, isHome);
        walk(walker, value);
        return walker.slots;
      }),
    );
  const units = SCOPES.flatMap(({ scope, path }) =>
    [...OPTION_KINDS.keys()].flatMap((option) =>
      walked(path, option, (walker, value) => {
        unitSlots(walker, option, scope, value);
        mountSlots(walker, option, scope, value, mountName);
      }),
    ),
  );
  return [...units, ...walked(['system'], 'services', modularSlots)];
}
