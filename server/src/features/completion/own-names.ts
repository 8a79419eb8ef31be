import { lineMap } from '../../base/span';
import type { SyntaxTree } from '../../syntax/node';
import type { Directive, ValueItem } from '../../systemd/types';
import type { Analysis } from '../../units/analysis';
import type { Scope } from '../../units/model';
import { moduleUnits } from '../../units/nixos/module-units';
import { accountsIn } from '../workspace/accounts';
import { pathUses } from '../workspace/options/uses';
import { namesUnits } from '../workspace/unit-values';
import type { Workspace } from '../workspace/workspace';

/** Where names are taken from. */
export interface NameSources {
  /** The manager whose units can be meant. */
  readonly scope: Scope;
  readonly analysis: Analysis;
  readonly tree: SyntaxTree;
  readonly workspace: Workspace;
}

/** The only type of unit that a directive takes, by systemd's parser of it. */
const ONLY: Readonly<Record<string, string>> = {
  socket_service: '.service',
  service_sockets: '.socket',
  unit_slice: '.slice',
};

/** Names that the document and the workspace give, where a directive's value can be one: units, users and groups. */
export function ownNames(directive: Directive, before: string, sources: NameSources): readonly ValueItem[] {
  if (namesUnits(directive)) return unitItems(directive, before.search(/\S*$/), sources);
  if (directive.type !== 'user-or-group') return [];
  return accountItems(directive.name === 'User' ? 'users' : 'groups', sources);
}

/** The users or the groups that the document and the workspace declare. */
export function accountItems(
  kind: 'users' | 'groups',
  { tree, workspace }: Pick<NameSources, 'tree' | 'workspace'>,
): readonly ValueItem[] {
  const own = accountsIn(pathUses(tree.root), lineMap(tree.text)).filter((account) => account.kind === kind);
  const others = workspace.index.accounts().filter((account) => account.kind === kind);
  const found = new Map([
    ...others.map(({ name, uri }) => [name, `users.${kind} in ${workspace.show(uri)}`] as const),
    ...own.map(({ name }) => [name, `users.${kind}`] as const),
  ]);
  return sorted(found).map(([label, detail]) => ({ label, kind: 'word', detail, from: 0 }));
}

function unitItems({ parser }: Directive, from: number, sources: NameSources): readonly ValueItem[] {
  const { scope, analysis, workspace } = sources;
  const ending = ONLY[parser] ?? '';
  const fits = (unit: { readonly name: string; readonly scope: Scope }): boolean =>
    unit.scope === scope && unit.name.endsWith(ending);
  const found = new Map([
    ...moduleUnits(scope)
      .filter(({ name }) => name.endsWith(ending))
      .map(({ name, module }) => [name, `NixOS: ${module}`] as const),
    ...workspace.index
      .units()
      .filter(fits)
      .map(({ name, uri }) => [name, workspace.show(uri)] as const),
    ...analysis.units.filter(fits).map(({ name }) => [name, 'unit of this file'] as const),
  ]);
  return sorted(found).map(([label, detail]) => ({ label, kind: 'unit', detail, from }));
}

function sorted(found: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
