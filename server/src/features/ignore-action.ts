import { lineStart } from '../base/edit';
import type { Span } from '../base/span';
import type { Finding, Fix } from '../rules/finding';
import { enclosing } from '../syntax/find';
import type { Snapshot } from './snapshot';

/** The quick fix that passes over a finding: a comment above the binding that it lies in. */
export function ignoreFix({ uri, text, tree }: Snapshot, { code, origin }: Finding): Fix {
  const at = lineStart(text, uri.endsWith('.nix') ? commentPlace(tree, text, origin) : origin.start);
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  return {
    title: `Ignore ${code} here`,
    edits: [{ origin: { uri, start: at, end: at }, newText: `${indent}# nix-services: ignore ${code}\n` }],
    preferred: false,
  };
}

/** The start of the innermost binding around a place, outside of every string of several lines. */
function commentPlace(tree: Snapshot['tree'], text: string, { start }: Span): number {
  const around = enclosing(tree, start);
  const string = around.findIndex((item) => item.kind === 'string' && text.slice(item.start, item.end).includes('\n'));
  const outside = string === -1 ? around : around.slice(0, string);
  return outside.findLast(({ kind }) => kind === 'binding')?.start ?? start;
}
