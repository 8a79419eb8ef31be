import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { attrPathAt } from '../../syntax/find';
import { settingsOf, settingUrl } from '../../systemd/config-settings';
import type { RepairedSnapshot, Snapshot } from '../snapshot';
import { nameRange } from './place';

/** The settings of the manager, logind, journald or sleep, where their names are written: `systemd.settings.Manager`. */
export function settingItems(
  snapshot: Snapshot,
  offset: number,
  { tree, offset: cursor }: RepairedSnapshot,
): readonly CompletionItem[] {
  const { names, at } = attrPathAt(tree, cursor);
  const section = names.at(-1);
  const known = names.at(-2) === 'settings' && section !== undefined ? settingsOf(section) : undefined;
  if (at === undefined || section === undefined || known === undefined) return [];
  const range = nameRange(snapshot, offset);
  return known.map((label) => ({
    label,
    kind: CompletionItemKind.Field,
    detail: `setting of [${section}]`,
    documentation: { kind: 'markdown', value: `[${label}=](${settingUrl(section, label)})` },
    textEdit: { range, newText: label },
  }));
}
