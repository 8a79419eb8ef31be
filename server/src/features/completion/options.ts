import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { directive, sectionsOf } from '../../systemd/catalogue';
import type { Directive } from '../../systemd/types';
import type { Slot } from '../../units/analysis';
import { optionsOfKind, type UnitOptionFact } from '../../units/nixos/facts';
import { type ReleaseRange, unitOptionHistory, unitOptionIn } from '../../units/release';
import type { Snapshot } from '../snapshot';
import { assignment, type ValueShape } from './assignment';
import { type KeyPlace, nameRange } from './place';
import type { ItemData } from './resolve';

/** The options of a unit under a path inside it: `wantedBy` at its top, `mode` under `confinement`. */
export function optionItems(
  slot: Slot,
  path: readonly string[],
  place: KeyPlace,
  release: ReleaseRange | undefined,
): readonly CompletionItem[] {
  const prefix = path.map((name) => `${name}.`).join('');
  const below = optionsOf(slot).filter(({ name }) => name.startsWith(prefix) && unitOptionIn(release, name));
  const heads = new Map(below.map((option) => [head(option, prefix), option]));
  return [...heads]
    .filter(([name]) => !place.taken.has(name))
    .map(([name, option]) => {
      const nested = option.name !== prefix + name;
      return {
        label: name,
        kind: nested ? CompletionItemKind.Module : CompletionItemKind.Field,
        detail: nested ? 'options' : option.type + sinceOf(option),
        data: { kind: 'option', world: slot.world, path: prefix + name } satisfies ItemData,
        ...assignment(name, nested ? 'path-of-names' : shapeOf(option), place),
      };
    });
}

/** The release that brought an option, where not all have it. */
function sinceOf({ name }: UnitOptionFact): string {
  const since = unitOptionHistory.get(name)?.since;
  return since === undefined ? '' : `, since NixOS ${since}`;
}

function head({ name }: UnitOptionFact, prefix: string): string {
  return name.slice(prefix.length).split('.')[0] ?? '';
}

function shapeOf({ name, type }: UnitOptionFact): ValueShape {
  if (name.endsWith('Config') || name === 'environment') return 'set';
  if (type === 'bool') return 'boolean';
  if (type === 'lines') return 'text';
  if (type === 'int') return 'number';
  return type.startsWith('list') ? 'list' : 'string';
}

/** home-manager's sections of a unit. */
export function sectionItems(slot: Slot, place: KeyPlace): readonly CompletionItem[] {
  return sectionsOf(slot.unitType)
    .filter((name) => !place.taken.has(name))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Module,
      detail: 'section of the unit file',
      data: { kind: 'option', world: slot.world, path: name } satisfies ItemData,
      ...assignment(name, 'set', place),
    }));
}

/** The values of an option that takes few: booleans and enumerations. */
export function optionValueItems(
  snapshot: Snapshot,
  offset: number,
  slot: Slot,
  path: readonly string[],
): readonly CompletionItem[] {
  const name = [...path, slot.key].join('.');
  const option = optionsOf(slot).find((fact) => fact.name === name);
  const range = nameRange(snapshot, offset);
  const quoted = snapshot.text.slice(0, offset).match(/"[A-Za-z-]*$/) !== null;
  return wordsOf(option?.type).map(({ word, literal }) => ({
    label: word,
    kind: literal ? CompletionItemKind.Keyword : CompletionItemKind.EnumMember,
    textEdit: { range, newText: literal || quoted ? word : `"${word}"` },
  }));
}

/** The directive that a list of unit names becomes, whose values are its elements. */
export function directiveOfOption(slot: Slot, path: readonly string[], systemd: number): Directive | undefined {
  const name = [...path, slot.key].join('.');
  const option = optionsOf(slot).find((fact) => fact.name === name);
  if (option?.type !== 'list of unit names') return undefined;
  const [section = 'Install', key = 'WantedBy'] = option.line?.split('.') ?? [];
  return directive(section, key, systemd);
}

function wordsOf(type: string | undefined): readonly { readonly word: string; readonly literal: boolean }[] {
  if (type === 'bool') return ['true', 'false'].map((word) => ({ word, literal: true }));
  const words = type?.startsWith('enum ') === true ? type.slice('enum '.length).split('|') : [];
  return words.map((word) => ({ word, literal: false }));
}

function optionsOf({ unitType, scope }: Slot): readonly UnitOptionFact[] {
  return optionsOfKind(unitType, scope === 'initrd', scope === 'user').filter(({ internal }) => internal !== true);
}
