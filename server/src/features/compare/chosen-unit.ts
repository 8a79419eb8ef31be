import { contains } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { Scope, Unit } from '../../units/model';
import { unitText } from '../../units/text';
import type { Snapshot } from '../snapshot';

/** What names a unit of a document: several managers, and several configurations of one file, may have a unit of that name. */
export interface UnitChoice {
  readonly unit: string;
  readonly scope: Scope;
  readonly context?: string;
}

function choice({ name, scope, context }: Unit): UnitChoice {
  return { unit: name, scope, ...(context === undefined ? {} : { context }) };
}

function fits(unit: Unit, asked: Partial<UnitChoice>): boolean {
  return (
    (asked.unit === undefined || unit.name === asked.unit) &&
    (asked.scope === undefined || unit.scope === asked.scope) &&
    (asked.context === undefined || unit.context === asked.context)
  );
}

/** The units of a document that are meant: those of a name, or those that are declared around an offset, or all. */
export function unitChoices(
  snapshot: Snapshot,
  asked: Partial<UnitChoice>,
  offset: number | undefined,
): readonly UnitChoice[] {
  const units = snapshot.analysis().units.filter((unit) => fits(unit, asked));
  const around = offset === undefined ? [] : units.filter((unit) => isAround(snapshot, unit, offset));
  const meant = around.length > 0 ? around : units;
  return [...new Map(meant.map((unit) => [JSON.stringify(choice(unit)), choice(unit)])).values()];
}

function isAround({ uri, tree }: Snapshot, { declarations }: Unit, offset: number): boolean {
  return declarations.some((origin) => {
    if (origin.uri !== uri) return false;
    const whole = enclosing(tree, origin.start).findLast(({ kind }) => kind === 'binding') ?? origin;
    return contains(whole, offset);
  });
}

/** The unit that a choice names. */
export function chosenUnit(snapshot: Snapshot, chosen: UnitChoice): Unit | undefined {
  return snapshot.analysis().units.find((unit) => fits(unit, chosen));
}

/** A unit's text as it would be written, without what a preview adds; undefined while the document has no such unit. */
export function plainText(snapshot: Snapshot, chosen: UnitChoice): string | undefined {
  const unit = chosenUnit(snapshot, chosen);
  return unit && unitText(unit).text;
}
