import { contains } from '../../base/span';
import type { Analysis } from '../../units/analysis';
import type { Script } from '../../units/model';
import type { Snapshot } from '../snapshot';

/** A generated file of a unit. */
export interface UnitScript {
  readonly unit: string;
  /** Its name, numbered where another file of the unit has the same: unique within the unit. */
  readonly key: string;
  readonly script: Script;
}

/** A generated file as a client lists it. */
export interface ScriptItem {
  readonly unit: string;
  readonly script: string;
  /** Whether it is written at the position that was asked for. */
  readonly here: boolean;
}

function sameFile(a: Script, b: Script): boolean {
  return a.name === b.name && a.text === b.text;
}

/** The generated files of the units that an analysis has, or of those of one name. */
export function unitScripts({ units }: Analysis, name?: string): readonly UnitScript[] {
  const names = [...new Set(units.map((unit) => unit.name))].filter((each) => name === undefined || each === name);
  return names.flatMap((unit) => {
    const scripts = units.filter((each) => each.name === unit).flatMap((each) => each.scripts);
    const distinct = scripts.filter((script, at) => scripts.findIndex((other) => sameFile(script, other)) === at);
    return distinct.map((script, at) => {
      const before = distinct.slice(0, at).filter((other) => other.name === script.name).length;
      return { unit, script, key: before === 0 ? script.name : `${script.name} (${before + 1})` };
    });
  });
}

/** The generated files that a document's units have, those first that are written nearest around an offset. */
export function listScripts(snapshot: Snapshot, offset: number | undefined): readonly ScriptItem[] {
  const { uri } = snapshot;
  const around = ({ script: { origin } }: UnitScript): number =>
    offset !== undefined && origin?.uri === uri && contains(origin, offset)
      ? origin.end - origin.start
      : Number.POSITIVE_INFINITY;
  return unitScripts(snapshot.analysis())
    .map((item) => ({ item, size: around(item) }))
    .toSorted((a, b) => (a.size === b.size ? 0 : a.size - b.size))
    .map(({ item: { unit, key }, size }) => ({ unit, script: key, here: Number.isFinite(size) }));
}
