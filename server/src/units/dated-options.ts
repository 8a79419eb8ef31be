import type { Origin } from '../base/span';
import { isNative } from '../modules/option';
import { originOf } from '../nix/thunk';
import type { Configuration } from './configuration';
import { definitionsIn } from './definitions';
import { quietly } from './problems';
import { type OptionHistory, optionHistory } from './release';

/** A definition of an option that not all releases of NixOS have. */
export interface DatedOption {
  readonly option: OptionHistory;
  readonly origin: Origin;
}

/** The definitions of such options in the files at hand, whether their conditions hold or not: NixOS refuses them either way. */
export function datedOptions({ evaluation, world }: Configuration): readonly DatedOption[] {
  const root = evaluation.level();
  return optionHistory.flatMap((option) => {
    const defs = quietly(world.ctx.rt, () => definitionsIn(root, option.name.split('.'))) ?? [];
    return defs.flatMap(({ file, key, value }) => {
      const origin = key ?? originOf(value);
      return origin === undefined || isNative(file) ? [] : [{ option, origin }];
    });
  });
}
