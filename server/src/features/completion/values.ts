import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Range } from 'vscode-languageserver-types';
import { rangeOf } from '../../base/span';
import { enclosing } from '../../syntax/find';
import { cookedOffset } from '../../syntax/literal-map';
import type { StringNode } from '../../syntax/node';
import { quoteString } from '../../syntax/quote';
import { completeValue } from '../../systemd/complete';
import type { Directive, ValueItem } from '../../systemd/types';
import type { RepairedSnapshot, Snapshot } from '../snapshot';
import { type NameSources, ownNames } from './own-names';
import { nameRange } from './place';

const KIND: Readonly<Record<ValueItem['kind'], CompletionItemKind>> = {
  word: CompletionItemKind.EnumMember,
  group: CompletionItemKind.Module,
  unit: CompletionItemKind.Reference,
  specifier: CompletionItemKind.Constant,
  prefix: CompletionItemKind.Operator,
  'number-unit': CompletionItemKind.Unit,
  example: CompletionItemKind.Value,
};

/** What may stand in a directive's value at the cursor: inside a string literal, or a whole expression in its place. */
export function valueItems(
  snapshot: Snapshot,
  offset: number,
  repaired: RepairedSnapshot,
  directive: Directive,
  names: NameSources,
): readonly CompletionItem[] {
  const innermost = enclosing(repaired.tree, repaired.offset).at(-1);
  if (innermost?.kind !== 'string') return expressions(directive, nameRange(snapshot, offset), snapshot.systemd);
  const before = textBefore(innermost, repaired);
  if (before === undefined) return [];
  const own = ownNames(directive, before, names);
  return [...insideString(snapshot, offset, directive, before, own), ...packageItems(directive, before)];
}

/** The start of a command from a package. */
function packageItems({ type }: Directive, before: string): readonly CompletionItem[] {
  if (type !== 'exec-command' || !/^[@:+!|-]*$/.test(before)) return [];
  return [
    {
      label: '${pkgs.…}/bin/…',
      kind: CompletionItemKind.Snippet,
      detail: 'a program of a package',
      insertText: '\\${pkgs.${1:package}}/bin/${2:program}',
      insertTextFormat: InsertTextFormat.Snippet,
    },
  ];
}

/** What may stand at the cursor in the value of a unit file that begins at `start`. */
export function valueTextItems(
  snapshot: Snapshot,
  offset: number,
  start: number,
  directive: Directive,
  names: NameSources,
): readonly CompletionItem[] {
  const before = snapshot.text.slice(start, offset);
  return insideString(snapshot, offset, directive, before, ownNames(directive, before, names));
}

function insideString(
  snapshot: Snapshot,
  offset: number,
  directive: Directive,
  before: string,
  own: readonly ValueItem[],
): readonly CompletionItem[] {
  return [...own, ...completeValue(directive, before, snapshot.systemd)].map(({ label, kind, detail, from }) => ({
    label,
    kind: KIND[kind],
    detail,
    textEdit: {
      range: rangeOf(snapshot.lines, { start: offset - (before.length - from), end: offset }),
      newText: label,
    },
  }));
}

function expressions(directive: Directive, range: Range, systemd: number): readonly CompletionItem[] {
  if (directive.type === 'boolean') {
    return ['true', 'false'].map((label) => ({
      label,
      kind: CompletionItemKind.Keyword,
      textEdit: { range, newText: label },
    }));
  }
  return completeValue(directive, '', systemd)
    .filter(({ kind }) => kind === 'word')
    .map(({ label, detail }) => ({
      label: quoteString(label),
      filterText: label,
      kind: CompletionItemKind.EnumMember,
      detail,
      textEdit: { range, newText: quoteString(label) },
    }));
}

/** The value before the cursor; undefined where an interpolation comes first. */
function textBefore(node: StringNode, { tree, offset }: RepairedSnapshot): string | undefined {
  if (node.parts.length === 0) return '';
  const at = cookedOffset(node, tree.text, offset);
  const part = at === undefined ? undefined : node.parts[at.part];
  if (at === undefined || part?.kind !== 'text' || at.part > 0) return undefined;
  return part.value.slice(0, at.offset);
}
