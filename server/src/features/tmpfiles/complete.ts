import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { rangeOf } from '../../base/span';
import { completeField, typeItems } from '../../systemd/tmpfiles/complete';
import { explainField, explainType } from '../../systemd/tmpfiles/explain';
import { FIELDS, type Field } from '../../systemd/tmpfiles/line';
import { accountItems } from '../completion/own-names';
import { nameRange } from '../completion/place';
import type { RepairedSnapshot, Snapshot } from '../snapshot';
import type { Workspace } from '../workspace/workspace';
import { tmpfilesPlace } from './place';

/** The fields that name accounts. */
const ACCOUNTS: Readonly<Partial<Record<Field, 'users' | 'groups'>>> = { user: 'users', group: 'groups' };

/** What may stand at an offset in a rule of tmpfiles.d; undefined where it is in none. */
export function tmpfilesItems(
  snapshot: Snapshot,
  offset: number,
  { tree, offset: cursor, analysis }: RepairedSnapshot,
  workspace: Workspace,
): readonly CompletionItem[] | undefined {
  const { systemd, lines } = snapshot;
  const place = tmpfilesPlace(tree, cursor, snapshot.uri, () => analysis);
  if (place === undefined) return undefined;
  if (place.kind === 'name') return nameItems(snapshot, offset, place.of);
  const kind = ACCOUNTS[place.field];
  const own = kind === undefined ? [] : accountItems(kind, { tree, workspace });
  const items = [...own, ...completeField(place.field, place.before, place.letter, systemd)];
  return items.map(({ label, detail, from, kind: sort }) => ({
    label,
    kind: sort === 'number-unit' ? CompletionItemKind.Unit : CompletionItemKind.EnumMember,
    detail,
    textEdit: {
      range: rangeOf(lines, { start: offset - (place.before.length - from), end: offset }),
      newText: label,
    },
  }));
}

function nameItems(snapshot: Snapshot, offset: number, of: 'types' | 'fields'): readonly CompletionItem[] {
  const range = nameRange(snapshot, offset);
  const { systemd } = snapshot;
  const documented = (label: string, detail: string, value: string | undefined): CompletionItem => ({
    label,
    detail,
    kind: CompletionItemKind.Property,
    ...(value === undefined ? {} : { documentation: { kind: 'markdown', value } }),
    textEdit: { range, newText: label },
  });
  if (of === 'types') {
    return typeItems(systemd).map(({ label, detail }) => documented(label, detail, explainType(label, systemd)));
  }
  return FIELDS.filter((field) => field !== 'path').map((field) =>
    documented(field, 'field of a rule', explainField(field, '', '', systemd)),
  );
}
