import type { Hover } from 'vscode-languageserver-types';
import { type Origin, rangeOf } from '../base/span';
import { directive } from '../systemd/catalogue';
import { explainValue } from '../systemd/explain';
import type { Slot } from '../units/analysis';
import { declaredAt, slotOfKey, slotOfValue } from './cursor';
import { describeDirective, describeOption } from './describe';
import { valueAt } from './entry';
import { exposureSummary } from './harden/summary';
import type { Snapshot } from './snapshot';

/** What the name or the value at an offset means, or how exposed the unit named there is; null where nothing belongs to a unit. */
export function hover(snapshot: Snapshot, offset: number, now: number): Hover | null {
  const { uri, systemd } = snapshot;
  const analysis = snapshot.analysis();
  const named = slotOfKey(analysis, uri, offset);
  if (named !== undefined) return answer(snapshot, named.keyOrigin, describeKey(named, systemd));
  const declared = declaredAt(analysis, uri, offset);
  if (declared !== undefined) return answer(snapshot, declared.origin, exposureSummary(declared.unit, systemd));
  const valued = slotOfValue(analysis, uri, offset);
  if (valued === undefined || valued.slot.role.set !== 'directives') return null;
  const known = directive(valued.slot.role.section, valued.slot.key, systemd);
  const value = valueAt(analysis, valued.slot, valued.value);
  if (known === undefined || value === undefined) return null;
  return answer(snapshot, valued.value, explainValue(known, value, now).join('\n\n'));
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

function answer({ lines }: Snapshot, origin: Origin, markdown: string | undefined): Hover | null {
  if (markdown === undefined || markdown === '') return null;
  return { contents: { kind: 'markdown', value: markdown }, range: rangeOf(lines, origin) };
}
