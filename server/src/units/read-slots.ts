import type { ModuleArgs } from '../modules/module';
import { attrsFrom, selectUnknown } from '../nix/attrs';
import { escapeSystemdPath } from '../nix/lib/nixos-utils';
import { force } from '../nix/thunk';
import { type Attrs, isString, unknown } from '../nix/value';
import type { Slot } from './analysis';
import type { Configuration } from './configuration';
import { OPTION_KINDS } from './kinds';
import { modularSlots } from './modular/slots';
import { attrAt } from './nixos/world';
import { definitionsAt, SCOPES } from './read-units';
import { mountSlots, slotWalker, unitSlots } from './slots';

function mountName(set: Attrs): string {
  const where = force(attrAt(set, 'where').value);
  return isString(where) ? escapeSystemdPath(where.text) : '';
}

/** Every name written somewhere in the source that flowed into a unit. */
export function readSlots({ world, evaluation }: Configuration): readonly Slot[] {
  const config = unknown('config');
  const given = attrsFrom([
    ['lib', world.ctx.lib],
    ['pkgs', world.pkgs],
    ['config', config],
    ['options', unknown('options')],
  ]);
  const args: ModuleArgs = { given, lookup: (name) => selectUnknown(config, name), openWorld: true };
  const root = evaluation.level();
  const walker = slotWalker(world.ctx, args, root.definitionsOf('home').length > 0);
  for (const { scope, path } of SCOPES) {
    for (const option of OPTION_KINDS.keys()) {
      for (const { value } of definitionsAt(root, path, option)) {
        unitSlots(walker, option, scope, value);
        mountSlots(walker, option, scope, value, mountName);
      }
    }
  }
  for (const { value } of definitionsAt(root, ['system'], 'services')) modularSlots(walker, value);
  return walker.slots;
}
