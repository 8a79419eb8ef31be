import type { Hover } from 'vscode-languageserver-types';
import { contains, rangeOf, type Span } from '../base/span';
import { directive } from '../systemd/catalogue';
import { explainValue } from '../systemd/explain';
import type { Slot } from '../units/analysis';
import type { Unit } from '../units/model';
import { declaredAt, slotOfKey, slotOfValue } from './cursor';
import { describeDated, describeDirective, describeOption } from './describe';
import { valueAt } from './entry';
import { exposureSummary } from './harden/summary';
import type { Snapshot } from './snapshot';
import { tmpfilesHover } from './tmpfiles/hover';
import { describeUnit, otherDefinitions } from './workspace/describe-unit';
import { occurrencesIn } from './workspace/file-entry';
import { occurrenceAt } from './workspace/occurrence';
import { NO_WORKSPACE, type Workspace } from './workspace/workspace';

/**
 * What the name or the value at an offset means, how exposed the unit named there is, or what the unit is that a value names; null where
 * nothing belongs to a unit.
 */
export function hover(
  snapshot: Snapshot,
  offset: number,
  now: number,
  workspace: Workspace = NO_WORKSPACE,
): Hover | null {
  const { uri, systemd } = snapshot;
  const analysis = snapshot.analysis();
  const named = slotOfKey(analysis, uri, offset);
  if (named !== undefined) return answer(snapshot, named.keyOrigin, describeKey(named, systemd));
  const declared = declaredAt(analysis, uri, offset);
  if (declared !== undefined)
    return answer(snapshot, declared.origin, describeDeclared(snapshot, declared.unit, workspace));
  return unitHover(snapshot, offset, workspace) ?? valueHover(snapshot, offset, now);
}

function describeDeclared({ uri, systemd }: Snapshot, unit: Unit, { index, show }: Workspace): string | undefined {
  const parts = [exposureSummary(unit, systemd), otherDefinitions(index, uri, unit, show)];
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join('\n\n');
}

/** What is known of a unit that is named at an offset. */
function unitHover(snapshot: Snapshot, offset: number, { index, show }: Workspace): Hover | null {
  const found = occurrenceAt(occurrencesIn(snapshot), offset);
  return found === undefined ? null : answer(snapshot, found.span, describeUnit(index, found.name, found.scope, show));
}

function valueHover(snapshot: Snapshot, offset: number, now: number): Hover | null {
  const { uri, systemd } = snapshot;
  const analysis = snapshot.analysis();
  const valued = slotOfValue(analysis, uri, offset);
  if (valued === undefined) return tmpfilesHover(snapshot, offset) ?? datedHover(snapshot, offset);
  if (valued.slot.role.set !== 'directives') return null;
  const known = directive(valued.slot.role.section, valued.slot.key, systemd);
  const value = valueAt(analysis, valued.slot, valued.value);
  if (known === undefined || value === undefined) return null;
  return answer(snapshot, valued.value, explainValue(known, value, now).join('\n\n'));
}

/** Which releases have the option that is named at an offset, where not all do. */
function datedHover(snapshot: Snapshot, offset: number): Hover | null {
  const named = snapshot.analysis().dated.find(({ origin }) => origin.uri === snapshot.uri && contains(origin, offset));
  return named === undefined ? null : answer(snapshot, named.origin, describeDated(named.option));
}

function describeKey({ role, key, world }: Slot, systemd: number): string | undefined {
  switch (role.set) {
    case 'directives':
      return describeDirective(role.section, key, systemd);
    case 'options':
      return describeOption(world, [...role.path, key].join('.'));
    case 'sections':
      return describeOption(world, key);
    case 'environment':
      return undefined;
  }
}

function answer({ lines }: Snapshot, origin: Span, markdown: string | undefined): Hover | null {
  if (markdown === undefined || markdown === '') return null;
  return { contents: { kind: 'markdown', value: markdown }, range: rangeOf(lines, origin) };
}
