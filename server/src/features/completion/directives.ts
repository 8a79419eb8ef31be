import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { directivesOf } from '../../systemd/catalogue';
import type { Directive } from '../../systemd/types';
import { plainType } from '../describe';
import { assignment, type ValueShape } from './assignment';
import type { KeyPlace } from './place';
import type { ItemData } from './resolve';

/** The directives of a section that the systemd version has and that are worth writing, with what to write after them. */
export function directiveItems(section: string, systemd: number, place: KeyPlace): readonly CompletionItem[] {
  return directivesOf(section, systemd)
    .filter((entry) => !entry.legacy && !entry.ignored && !place.taken.has(entry.name))
    .map((entry) => ({
      label: entry.name,
      kind: CompletionItemKind.Property,
      detail: detail(entry),
      data: { kind: 'directive', section, name: entry.name, systemd } satisfies ItemData,
      ...assignment(entry.name, valueShape(entry), place),
    }));
}

function detail(entry: Directive): string {
  const since = entry.since === undefined ? '' : `, systemd ${entry.since}`;
  return `[${entry.section}] ${plainType(entry)}${since}`;
}

function valueShape({ type, list }: Directive): ValueShape {
  if (type === 'boolean') return 'boolean';
  return list?.mode === 'append' && list.splitsOn === undefined ? 'list' : 'string';
}
