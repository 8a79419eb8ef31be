import type { CompletionItem } from 'vscode-languageserver-types';
import type { Origin } from '../base/span';
import { directive } from '../systemd/catalogue';
import type { Slot } from '../units/analysis';
import { directiveItems } from './completion/directives';
import { hardeningSetItems, isServiceSet } from './completion/hardening-sets';
import { directiveOfOption, optionItems, optionValueItems, sectionItems } from './completion/options';
import { keyPlace } from './completion/place';
import { settingItems } from './completion/settings';
import { valueItems, valueTextItems } from './completion/values';
import { slotOfKey, slotOfValue } from './cursor';
import type { RepairedSnapshot, Snapshot } from './snapshot';
import { tmpfilesItems } from './tmpfiles/complete';
import { NO_WORKSPACE, type Workspace } from './workspace/workspace';

/** What can be written at an offset: names of directives, options and sections where they flow into a unit, and values. */
export function completion(
  snapshot: Snapshot,
  offset: number,
  workspace: Workspace = NO_WORKSPACE,
): readonly CompletionItem[] {
  const repaired = snapshot.repairedAt(offset);
  const named = slotOfKey(repaired.analysis, snapshot.uri, repaired.offset);
  if (named !== undefined) return keyItems(snapshot, offset, repaired, named);
  const valued = slotOfValue(repaired.analysis, snapshot.uri, repaired.offset);
  if (valued === undefined)
    return tmpfilesItems(snapshot, offset, repaired, workspace) ?? settingItems(snapshot, offset, repaired);
  return itemsOfValue(snapshot, offset, repaired, valued, workspace);
}

function keyItems(
  snapshot: Snapshot,
  offset: number,
  repaired: RepairedSnapshot,
  slot: Slot,
): readonly CompletionItem[] {
  const place = keyPlace(snapshot, offset, repaired, slot);
  switch (slot.role.set) {
    case 'directives':
      return directiveItems(slot.role.section, snapshot.systemd, place);
    case 'options':
      return optionItems(slot, slot.role.path, place, snapshot.release);
    case 'sections':
      return sectionItems(slot, place);
    case 'environment':
      return [];
  }
}

function itemsOfValue(
  snapshot: Snapshot,
  offset: number,
  repaired: RepairedSnapshot,
  { slot, value }: { readonly slot: Slot; readonly value: Origin },
  workspace: Workspace,
): readonly CompletionItem[] {
  const names = { scope: slot.scope, analysis: repaired.analysis, tree: repaired.tree, workspace };
  if (isServiceSet(slot)) return hardeningSetItems(snapshot, offset, repaired, slot);
  if (slot.role.set === 'options') {
    const units = directiveOfOption(slot, slot.role.path, snapshot.systemd);
    if (units !== undefined) return valueItems(snapshot, offset, repaired, units, names);
    return optionValueItems(snapshot, offset, slot, slot.role.path);
  }
  if (slot.role.set !== 'directives') return [];
  const known = directive(slot.role.section, slot.key, snapshot.systemd);
  if (known === undefined) return [];
  return slot.world === 'unit-file'
    ? valueTextItems(snapshot, offset, value.start, known, names)
    : valueItems(snapshot, offset, repaired, known, names);
}
