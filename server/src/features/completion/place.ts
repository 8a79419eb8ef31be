import type { Range } from 'vscode-languageserver-types';
import { contains, rangeOf } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { Role, Slot } from '../../units/analysis';
import type { RepairedSnapshot, Snapshot } from '../snapshot';

/** Where a name is being written. */
export interface KeyPlace {
  /** What the completed name replaces. */
  readonly range: Range;
  /** Names that the same set has already. */
  readonly taken: ReadonlySet<string>;
  /** The language that the name is written in. */
  readonly language: 'nix' | 'unit-file';
  /** A value or a longer path follows already. */
  readonly assigned: boolean;
}

const NAME_BEFORE = /[A-Za-z0-9_'-]*$/;
const NAME_AFTER = /^[A-Za-z0-9_'-]*/;

/** The name around an offset, as a range of the document; empty where there is none. */
export function nameRange({ text, lines }: Snapshot, offset: number): Range {
  const [before = ''] = NAME_BEFORE.exec(text.slice(0, offset)) ?? [];
  const [after = ''] = NAME_AFTER.exec(text.slice(offset)) ?? [];
  return rangeOf(lines, { start: offset - before.length, end: offset + after.length });
}

/** The place of the name that `slot` is, as the document has it. */
export function keyPlace(snapshot: Snapshot, offset: number, repaired: RepairedSnapshot, slot: Slot): KeyPlace {
  return {
    range: nameRange(snapshot, offset),
    taken: siblings(snapshot.uri, repaired, slot),
    language: slot.world === 'unit-file' ? 'unit-file' : 'nix',
    assigned: /^[A-Za-z0-9_'-]*\s*[=.]/.test(snapshot.text.slice(offset)),
  };
}

function siblings(uri: string, { tree, offset, analysis }: RepairedSnapshot, slot: Slot): ReadonlySet<string> {
  if (slot.world === 'unit-file') return new Set();
  const set = enclosing(tree, offset).findLast(({ kind }) => kind === 'attrs');
  if (set === undefined) return new Set();
  const together = analysis.slots.includes(slot) ? analysis.slots : (analysis.possible?.()?.slots ?? []);
  const others = together.filter(
    ({ keyOrigin, role, unit }) =>
      unit === slot.unit &&
      sameRole(role, slot.role) &&
      keyOrigin.uri === uri &&
      set.start <= keyOrigin.start &&
      keyOrigin.end <= set.end &&
      !contains(keyOrigin, offset),
  );
  return new Set(others.map(({ key }) => key));
}

function sameRole(a: Role, b: Role): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
