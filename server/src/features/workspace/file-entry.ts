import type { Range } from '../../base/span';
import { filePath } from '../../base/uri';
import { walk } from '../../syntax/children';
import { staticNames } from '../../syntax/find';
import type { SyntaxTree } from '../../syntax/node';
import type { Analysis } from '../../units/analysis';
import type { Scope, Unit, World } from '../../units/model';
import { unitOfPath } from '../../units/unit-file/analyse';
import { entriesOf } from '../entry';
import type { Snapshot } from '../snapshot';
import { type Account, accountsIn } from './accounts';
import { nixOccurrences } from './nix-occurrences';
import type { Occurrence } from './occurrence';
import { pathUses } from './options/uses';
import { unitFileOccurrences } from './unit-file-occurrences';

/** A unit as one file of the workspace defines it. */
export interface IndexedUnit {
  readonly name: string;
  readonly scope: Scope;
  readonly world: World;
  /** The machines and other configurations inside of the file that have it. */
  readonly contexts: readonly string[];
  readonly description: string | undefined;
  /** It runs or listens to something, so it is no mere change of a unit that others bring. */
  readonly whole: boolean;
  /** The unit that a timer, socket or path says it starts; undefined where it goes by its own name. */
  readonly starts: string | undefined;
  /** Where its name is written; the file's beginning where that is another file. */
  readonly range: Range;
}

/** What the index knows of one file: immutable, and made from nothing but the file's analysis. */
export interface FileEntry {
  readonly uri: string;
  readonly units: readonly IndexedUnit[];
  readonly occurrences: readonly Occurrence[];
  readonly accounts: readonly Account[];
  /** Absolute paths of the other files that it hangs on. */
  readonly others: readonly string[];
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

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

const NOTHING: Pick<Analysis, 'units' | 'slots' | 'files'> = { units: [], slots: [], files: [] };

/** What a file defines and names. It is evaluated only where something in it can come to a unit. */
export function fileEntry(snapshot: Snapshot): FileEntry {
  const { uri, tree, lines } = snapshot;
  if (isUnitFile(snapshot)) {
    const occurrences = occurrencesIn(snapshot);
    const units = indexedUnits(snapshot.analysis().units, occurrences);
    return { uri, units, occurrences, accounts: [], others: [] };
  }
  const { units, slots, files } = mayDefineUnits(tree) ? snapshot.analysis() : NOTHING;
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
    units: indexedUnits(units.filter(isOwn), occurrences),
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

function indexedUnits(units: readonly Unit[], occurrences: readonly Occurrence[]): readonly IndexedUnit[] {
  const found = new Map<string, IndexedUnit>();
  for (const unit of units) {
    const key = `${unit.scope} ${unit.name}`;
    const known = found.get(key);
    const contexts = unit.context === undefined ? [] : [unit.context];
    const own = indexed(unit, contexts, occurrences);
    const merged = {
      ...own,
      contexts: [...(known?.contexts ?? []), ...contexts],
      whole: own.whole || known?.whole === true,
    };
    found.set(key, merged);
  }
  const declared = occurrences.flatMap(({ name, role, scope, range }): readonly IndexedUnit[] => {
    if (role === 'reference' || scope === undefined || found.has(`${scope} ${name}`)) return [];
    return [
      {
        name,
        scope,
        world: 'nixos',
        contexts: [],
        description: undefined,
        whole: role === 'alias',
        starts: undefined,
        range,
      },
    ];
  });
  return [...found.values(), ...declared];
}

function indexed(unit: Unit, contexts: readonly string[], occurrences: readonly Occurrence[]): IndexedUnit {
  const { name, scope, world } = unit;
  const place = occurrences.find((one) => one.role === 'declaration' && one.name === name && one.scope === scope);
  return {
    ...{ name, scope, world, contexts },
    description: known(unit, 'Unit', 'Description'),
    whole: isWhole(unit),
    starts: known(unit, 'Timer', 'Unit') ?? known(unit, 'Path', 'Unit') ?? known(unit, 'Socket', 'Service'),
    range: place?.range ?? START,
  };
}

function known(unit: Unit, section: string, key: string): string | undefined {
  const entry = entriesOf(unit).findLast((one) => one.section === section && one.key === key);
  return entry === undefined || entry.holes.length > 0 || entry.value === '' ? undefined : entry.value;
}

/** What makes a unit of a type one of its own. */
const ESSENCE: Readonly<Record<string, RegExp>> = {
  service: /^Exec(Start|StartPre|Reload|Stop)$/,
  socket: /^Listen/,
  timer: /^On/,
  path: /^(Path|Directory)/,
};

function isWhole(unit: Unit): boolean {
  if (unit.dropIn) return false;
  const essence = ESSENCE[unit.type];
  return essence === undefined || unit.open === true || entriesOf(unit).some(({ key }) => essence.test(key));
}
