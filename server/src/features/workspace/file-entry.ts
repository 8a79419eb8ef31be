import { filePath } from '../../base/uri';
import { walk } from '../../syntax/children';
import { staticNames } from '../../syntax/find';
import type { SyntaxTree } from '../../syntax/node';
import { emptyAnalysis } from '../../units/analysis';
import type { Unit } from '../../units/model';
import { unitOfPath } from '../../units/unit-file/analyse';
import type { Snapshot } from '../snapshot';
import { type Account, accountsIn } from './accounts';
import { type IndexedUnit, indexedUnits } from './indexed-unit';
import { nixOccurrences } from './nix-occurrences';
import type { Occurrence } from './occurrence';
import { pathUses } from './options/uses';
import { unitFileOccurrences } from './unit-file-occurrences';

/** What the index knows of one file: immutable, and made from nothing but the file's analysis. */
export interface FileEntry {
  readonly uri: string;
  readonly units: readonly IndexedUnit[];
  readonly occurrences: readonly Occurrence[];
  readonly accounts: readonly Account[];
  /** Absolute paths of the other files that it hangs on. */
  readonly others: readonly string[];
}

/** Every place of a document that names a unit. */
export function occurrencesIn(snapshot: Snapshot): readonly Occurrence[] {
  const analysis = snapshot.analysis();
  return isUnitFile(snapshot)
    ? unitFileOccurrences({ ...snapshot, analysis })
    : nixOccurrences({ ...snapshot, ...analysis, uses: pathUses(snapshot.tree.root) });
}

function isUnitFile({ uri }: Snapshot): boolean {
  return unitOfPath(filePath(uri) ?? '') !== undefined;
}

/** What a file defines and names. It is evaluated only where something in it can come to a unit. */
export function fileEntry(snapshot: Snapshot): FileEntry {
  const { uri, tree, lines } = snapshot;
  if (isUnitFile(snapshot)) {
    const occurrences = occurrencesIn(snapshot);
    const units = indexedUnits(snapshot.analysis().units, snapshot.analysis(), occurrences);
    return { uri, units, occurrences, accounts: [], others: [] };
  }
  const analysis = mayDefineUnits(tree) ? snapshot.analysis() : emptyAnalysis(filePath(uri) ?? '');
  const { units, slots, files } = analysis;
  const uses = pathUses(tree.root);
  const occurrences = nixOccurrences({ ...snapshot, units, slots, uses });
  const declared = new Set(occurrences.flatMap(({ role, name }) => (role === 'declaration' ? [name] : [])));
  // A timer that comes of `startAt` has no name of its own in the text.
  const isOwn = ({ name, declarations }: Unit): boolean =>
    declarations.length > 0
      ? declarations.some((one) => one.uri === uri)
      : declared.has(name.replace(/\.timer$/, '.service'));
  return {
    uri,
    units: indexedUnits(units.filter(isOwn), analysis, occurrences),
    occurrences,
    accounts: accountsIn(uses, lines),
    others: files.slice(1),
  };
}

/** Whether a file sets anything below `systemd` or `system.services`, or makes a portable service. */
function mayDefineUnits({ root, text }: SyntaxTree): boolean {
  if (!/systemd|services|portableService/.test(text)) return false;
  if (text.includes('portableService')) return true;
  let found = false;
  walk(root, (item) => {
    if (found || item.kind !== 'binding') return;
    const names = staticNames(item.path);
    found = names.includes('systemd') || names.includes('system');
  });
  return found;
}
