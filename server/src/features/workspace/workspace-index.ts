import { once } from '../../base/once';
import type { Scope } from '../../units/model';
import type { Account } from './accounts';
import type { FileEntry } from './file-entry';
import type { IndexedUnit } from './indexed-unit';
import type { Occurrence } from './occurrence';
import { sameScope, unitName } from './unit-name';

/** Something with the file that it is in. */
export type In<T> = T & { readonly uri: string };

/** All that is known of the files of a workspace; immutable, its tables are made when they are first asked for. */
export interface WorkspaceIndex {
  readonly entry: (uri: string) => FileEntry | undefined;
  /** The units that a file defines, for every file. */
  readonly units: () => readonly In<IndexedUnit>[];
  readonly accounts: () => readonly In<Account>[];
  /** Where a unit is named; a template together with its instances. */
  readonly occurrences: (name: string) => readonly In<Occurrence>[];
}

/** What a name goes by together with its template and the other instances of it. */
function groupOf(name: string): string {
  const parts = unitName(name);
  if (parts === undefined) return name;
  return `${parts.base}${parts.instance === undefined ? '' : '@'}.${parts.type}`;
}

/** The index over the entries of files, by their URIs; what it gathers is made when first asked for. */
export function workspaceIndex(entries: ReadonlyMap<string, FileEntry>): WorkspaceIndex {
  const all = [...entries.values()];
  const groups = once(() => grouped(all));
  return {
    entry: (uri) => entries.get(uri),
    units: once(() => all.flatMap(({ uri, units }) => units.map((unit) => ({ ...unit, uri })))),
    accounts: once(() => all.flatMap(({ uri, accounts }) => accounts.map((account) => ({ ...account, uri })))),
    occurrences: (name) => groups().get(groupOf(name)) ?? [],
  };
}

export const EMPTY_INDEX: WorkspaceIndex = workspaceIndex(new Map());

function grouped(entries: readonly FileEntry[]): ReadonlyMap<string, readonly In<Occurrence>[]> {
  const found = new Map<string, In<Occurrence>[]>();
  for (const { uri, occurrences } of entries) {
    for (const occurrence of occurrences) {
      const group = groupOf(occurrence.name);
      const others = found.get(group);
      if (others === undefined) found.set(group, [{ ...occurrence, uri }]);
      else others.push({ ...occurrence, uri });
    }
  }
  return found;
}

/** Every place that names a unit of a scope: of a template those of its instances too, of an instance where its template is declared. */
export function placesOf(index: WorkspaceIndex, name: string, scope: Scope | undefined): readonly In<Occurrence>[] {
  const instance = unitName(name)?.instance;
  const fits = (one: Occurrence): boolean => {
    if (one.name === name || instance === '') return true;
    return instance !== undefined && one.role === 'declaration' && unitName(one.name)?.instance === '';
  };
  return unique(index.occurrences(name).filter((one) => sameScope(one.scope, scope) && fits(one)));
}

/** Where a unit is declared, or an alias of that name given; an instance by its template where nothing declares it. */
export function declarationsOf(
  index: WorkspaceIndex,
  name: string,
  scope: Scope | undefined,
): readonly In<Occurrence>[] {
  const named = index.occurrences(name).filter((one) => one.role !== 'reference' && sameScope(one.scope, scope));
  const exact = named.filter((one) => one.name === name);
  return unique(exact.length > 0 ? exact : named.filter((one) => unitName(one.name)?.instance === ''));
}

/** Each place once: a literal can be both the name of a unit and a word that names it. */
function unique(all: readonly In<Occurrence>[]): readonly In<Occurrence>[] {
  const found = new Map<string, In<Occurrence>>();
  for (const one of all) {
    const key = `${one.uri} ${one.span.start} ${one.span.end}`;
    const known = found.get(key);
    if (known === undefined || known.role === 'reference') found.set(key, one);
  }
  return [...found.values()];
}

/** The units of a name and scope, as the files that define them have it. */
export function unitsOf(index: WorkspaceIndex, name: string, scope: Scope | undefined): readonly In<IndexedUnit>[] {
  return index.units().filter((unit) => unit.name === name && sameScope(unit.scope, scope));
}
