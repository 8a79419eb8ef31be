import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import type { IndexedUnit } from './indexed-unit';
import type { In, WorkspaceIndex } from './workspace-index';

/** More than anybody reads; the client asks again with a longer query. */
const MOST = 500;

/** The units of the workspace whose names have the characters of the query in its order, each with its machine and manager. */
export function workspaceSymbols(index: WorkspaceIndex, query: string): readonly WorkspaceSymbol[] {
  const asked = query.toLowerCase();
  return index
    .units()
    .filter(({ name }) => hasInOrder(name.toLowerCase(), asked))
    .toSorted((a, b) => rank(a, asked) - rank(b, asked) || compare(a.name, b.name))
    .slice(0, MOST)
    .map(symbol);
}

function hasInOrder(name: string, query: string): boolean {
  let at = 0;
  for (const char of query) {
    at = name.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function rank({ name }: IndexedUnit, query: string): number {
  const at = name.toLowerCase().indexOf(query);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The client shows the file beside it. */
function symbol({ name, scope, contexts, uri, range }: In<IndexedUnit>): WorkspaceSymbol {
  const hosts = contexts.length > 2 ? [...contexts.slice(0, 2), '…'] : contexts;
  const containerName = [...hosts, ...(scope === 'system' ? [] : [scope])].join(', ');
  return { name, kind: SymbolKind.Module, containerName, location: { uri, range } };
}
