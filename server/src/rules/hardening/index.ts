import type { Rule } from '../rule';
import { filterOrder } from './filter-order';
import { filterPreventsStart } from './filter-prevents-start';
import { filterReset } from './filter-reset';
import { hiddenDevice } from './hidden-device';
import { hiddenHome } from './hidden-home';
import { idleRemoveIpc } from './idle-remove-ipc';
import { idleWritePaths } from './idle-write-paths';
import { lostCapabilities } from './lost-capabilities';
import { notForUserUnits } from './not-for-user-units';

/** The rules about restrictions that defeat themselves; that one is missing is no finding. */
export const HARDENING_RULES: readonly Rule[] = [
  filterOrder,
  filterReset,
  filterPreventsStart,
  hiddenHome,
  hiddenDevice,
  idleWritePaths,
  idleRemoveIpc,
  lostCapabilities,
  notForUserUnits,
];
