import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { enclosing } from '../../syntax/find';
import type { Slot } from '../../units/analysis';
import { exposureOf, exposureText } from '../../units/exposure';
import { withSettings } from '../harden/choose';
import { isShared } from '../harden/extract/sets';
import type { Setting } from '../harden/measures';
import type { RepairedSnapshot, Snapshot } from '../snapshot';
import { namedSets } from './named-sets';
import { nameRange } from './place';

const FEWEST = 2;

/** Whether a slot is the set of a service's directives. */
export function isServiceSet({ role, key, unitType }: Slot): boolean {
  if (unitType !== 'service') return false;
  return role.set === 'sections'
    ? key === 'Service'
    : role.set === 'options' && role.path.length === 0 && key === 'serviceConfig';
}

/** The sets of hardening directives that have a name where a service's directives are being written, alone and with more to come. */
export function hardeningSetItems(
  snapshot: Snapshot,
  offset: number,
  repaired: RepairedSnapshot,
  slot: Slot,
): readonly CompletionItem[] {
  const around = enclosing(repaired.tree, repaired.offset);
  const range = nameRange(snapshot, offset);
  const after = snapshot.text.slice(offset).replace(/^[\w'-]*/, '');
  const end = /^\s*;/.test(after) ? '' : ';';
  const isBeforeSet = /^\s*\{/.test(after);
  return namedSets({ tree: repaired.tree, uri: snapshot.uri }, around, snapshot.document).flatMap(
    ({ name, settings }) => {
      const hardening = settings.filter(({ key }) => isShared(key));
      if (hardening.length < FEWEST) return [];
      const common = {
        kind: CompletionItemKind.Variable,
        detail: effect(snapshot, repaired, slot, settings),
        documentation: hardening.map(({ key }) => key).join(', '),
        filterText: name,
      };
      const before = { ...common, label: `${name} // `, textEdit: { range, newText: `${name} // ` } };
      if (isBeforeSet) return [before];
      return [
        { ...common, label: name, textEdit: { range, newText: name + end } },
        {
          ...common,
          label: `${name} // { … }`,
          kind: CompletionItemKind.Snippet,
          insertTextFormat: InsertTextFormat.Snippet,
          textEdit: { range, newText: `${name} // {\n\t$1\n}${end}` },
        },
      ];
    },
  );
}

/** `exposure 9.4 → 5.1 MEDIUM`, of the service with the directives that are known. */
function effect(
  { systemd }: Snapshot,
  { analysis }: RepairedSnapshot,
  { unit: name, scope }: Slot,
  settings: readonly Setting[],
): string {
  const unit = analysis.units.find((one) => one.name === name && one.scope === scope);
  const before = unit && exposureOf(unit, systemd);
  const after = unit && exposureOf(withSettings(unit, settings), systemd);
  if (before === undefined || after === undefined) return 'hardening';
  return `exposure ${before.overall.toFixed(1)} → ${exposureText(after)}`;
}
