import type { Condition, NixString, Unknown, Value } from './value';

/** Whether nobody can tell two values apart. Of sets, lists and functions that holds for one and the same alone: their parts are lazy. */
export function sameValue(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a.kind === 'string') return b.kind === 'string' && sameText(a, b);
  if (a.kind === 'path') return b.kind === 'path' && a.path === b.path;
  if (a.kind === 'unknown') return b.kind === 'unknown' && sameUnknown(a, b);
  return false;
}

function sameText(a: NixString, b: NixString): boolean {
  return a.text === b.text && a.context === b.context && a.holes === b.holes && a.made === b.made;
}

function sameUnknown(a: Unknown, b: Unknown): boolean {
  return (
    a.why === b.why &&
    a.members === b.members &&
    a.nullByDefault === b.nullByDefault &&
    sameCondition(a.condition, b.condition)
  );
}

function sameCondition(a: Condition, b: Condition): boolean {
  if (a === b) return true;
  switch (a.op) {
    case 'leaf':
      return b.op === 'leaf' && a.likely === b.likely && a.byDefault === b.byDefault;
    case 'not':
      return b.op === 'not' && sameUnknown(a.of, b.of);
    default:
      return a.op === b.op && sameUnknown(a.left, b.left) && sameUnknown(a.right, b.right);
  }
}
