import type { CompletionItem } from 'vscode-languageserver-types';
import type { World } from '../../units/model';
import { describeDirective, describeOption } from '../describe';

/** What a completed name is, carried by its item until its documentation is asked for. */
export type ItemData =
  | { readonly kind: 'directive'; readonly section: string; readonly name: string; readonly systemd: number }
  | { readonly kind: 'option'; readonly world: World; readonly path: string };

/** The item with its documentation. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const value = describe(item.data);
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

function describe(data: ItemData | undefined): string | undefined {
  switch (data?.kind) {
    case 'directive':
      return describeDirective(data.section, data.name, data.systemd);
    case 'option':
      return describeOption(data.world, data.path);
    case undefined:
      return undefined;
  }
}
