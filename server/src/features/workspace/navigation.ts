import type { Location } from 'vscode-languageserver-types';
import type { Occurrence } from './occurrence';
import { unitName } from './unit-name';
import { declarationsOf, placesOf, type WorkspaceIndex } from './workspace-index';

type Named = Pick<Occurrence, 'name' | 'scope'>;

/** Every place of the workspace that names the unit of an occurrence. */
export function unitReferences(
  index: WorkspaceIndex,
  { name, scope }: Named,
  includeDeclaration: boolean,
): readonly Location[] {
  return placesOf(index, name, scope)
    .filter(({ role }) => includeDeclaration || role === 'reference')
    .map(({ uri, range }) => ({ uri, range }));
}

/** Where the unit of an occurrence is defined; a timer that comes of `startAt` where its service is. */
export function unitDefinitions(index: WorkspaceIndex, { name, scope }: Named): readonly Location[] {
  const own = declarationsOf(index, name, scope);
  const parts = unitName(name);
  const made = own.length === 0 && parts?.type === 'timer' && index.units().some((unit) => unit.name === name);
  const found = made ? declarationsOf(index, name.replace(/timer$/, 'service'), scope) : own;
  return found.map(({ uri, range }) => ({ uri, range }));
}
