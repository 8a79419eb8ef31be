import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { type Origin, rangeOf } from '../base/span';
import { enclosing } from '../syntax/find';
import type { Analysis, Slot } from '../units/analysis';
import type { Unit } from '../units/model';
import type { Snapshot } from './snapshot';

/** The units that a document declares, each with the names that it sets. */
export function documentSymbols(snapshot: Snapshot): readonly DocumentSymbol[] {
  const analysis = snapshot.analysis();
  return analysis.units.flatMap((unit) => {
    const declaration = unit.declarations.find(({ uri }) => uri === snapshot.uri);
    return declaration === undefined ? [] : [unitSymbol(snapshot, analysis, unit, declaration)];
  });
}

function unitSymbol(snapshot: Snapshot, { slots }: Analysis, unit: Unit, declaration: Origin): DocumentSymbol {
  const whole = enclosing(snapshot.tree, declaration.start).findLast(({ kind }) => kind === 'binding') ?? declaration;
  const own = slots.filter(
    ({ unit: name, scope, keyOrigin, role }) =>
      name === unit.name && scope === unit.scope && keyOrigin.uri === snapshot.uri && role.set !== 'environment',
  );
  return {
    name: unit.name,
    detail: unit.scope,
    kind: SymbolKind.Module,
    range: rangeOf(snapshot.lines, whole),
    selectionRange: rangeOf(snapshot.lines, declaration),
    children: own
      .filter(({ keyOrigin }) => whole.start <= keyOrigin.start && keyOrigin.end <= whole.end)
      .map((slot) => keySymbol(snapshot, slot)),
  };
}

function keySymbol({ lines }: Snapshot, { key, keyOrigin, role }: Slot): DocumentSymbol {
  const range = rangeOf(lines, keyOrigin);
  const detail = role.set === 'directives' ? `[${role.section}]` : '';
  return { name: key, detail, kind: SymbolKind.Property, range, selectionRange: range };
}
