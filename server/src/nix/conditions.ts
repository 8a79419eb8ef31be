import { describeValue } from './describe';
import {
  isAttrs,
  isList,
  isString,
  isUnknown,
  kindOf,
  type NixString,
  type Unknown,
  unknown,
  type Value,
} from './value';

/** `!of`, as text and as a condition; the negation of a negation is the thing itself. */
export function notUnknown(of: Unknown): Unknown {
  if (of.condition.op === 'not') return of.condition.of;
  const simple = /^[\w.'"-]+$/.test(of.why);
  return unknown(simple ? `!${of.why}` : `!(${of.why})`, { op: 'not', of });
}

/** `left && right`, as text and as a condition. */
export function andUnknown(left: Unknown, right: Unknown): Unknown {
  return left.why === right.why ? left : unknown(`${left.why} && ${right.why}`, { op: 'and', left, right });
}

/** `left || right`, as text and as a condition. */
export function orUnknown(left: Unknown, right: Unknown): Unknown {
  return left.why === right.why ? left : unknown(`${left.why} || ${right.why}`, { op: 'or', left, right });
}

/** The unknowns that a condition hangs on. */
export function leavesOf(of: Unknown): readonly Unknown[] {
  const { condition } = of;
  switch (condition.op) {
    case 'leaf':
      return [of];
    case 'not':
      return leavesOf(condition.of);
    default:
      return [...leavesOf(condition.left), ...leavesOf(condition.right)];
  }
}

/** Leaves that are false by default alone and that a condition wants to be true, as if they were likely. */
export function hopes(of: Unknown): readonly Unknown[] {
  const { condition } = of;
  switch (condition.op) {
    case 'leaf':
      return condition.byDefault === true && !condition.likely
        ? [{ ...of, condition: { ...condition, likely: true } }]
        : [];
    case 'not':
      return [];
    default:
      return [...hopes(condition.left), ...hopes(condition.right)];
  }
}

/** How an operand reads inside the `why` of a result. */
export function operandText(value: Value): string {
  if (isUnknown(value)) return value.why;
  if (isAttrs(value) && value.entries.size > 0) return '{ … }';
  if (isList(value) && value.items.length > 0) return '[ … ]';
  return kindOf(value) === 'function' ? 'a function' : describeValue(value);
}

/** `left OPERATOR right` where one side is not known. */
export function operatorUnknown(operator: string, left: Value, right: Value): Unknown {
  return unknown(`${operandText(left)} ${operator} ${operandText(right)}`);
}

/**
 * `a == b` where one side is not known, as a condition. Something unknown is rather not null, false or empty, and is rather equal to
 * any other constant that the code asks for; an option that has no value by default is rather null.
 */
export function equalUnknown(a: Value, b: Value): boolean | Unknown {
  const [open, other] = isUnknown(a) ? [a, b] : [b, a];
  if (isUnknown(open)) {
    if (other === true) return open;
    if (other === false) return notUnknown(open);
    if (isUnknown(other) && other.why === open.why) return true;
  }
  const why = `${operandText(open)} == ${operandText(other)}`;
  if (isUnknown(open) && open.nullByDefault === true) {
    return unknown(why, { op: 'leaf', likely: other === null, byDefault: true });
  }
  return unknown(why, { op: 'leaf', likely: !isEmpty(other) });
}

function isEmpty(value: Value): boolean {
  if (value === null || value === false) return true;
  if (isString(value)) return value.text === '';
  if (isList(value)) return value.items.length === 0;
  return isAttrs(value) && value.entries.size === 0;
}

/** Whether two strings, one with holes, can be told apart by what is known of them. */
export function distinctTexts(a: NixString, b: NixString): boolean {
  const [prefixA, suffixA] = knownEnds(a);
  const [prefixB, suffixB] = knownEnds(b);
  const prefixes = prefixA.startsWith(prefixB) || prefixB.startsWith(prefixA);
  const suffixes = suffixA.endsWith(suffixB) || suffixB.endsWith(suffixA);
  return !prefixes || !suffixes;
}

/** What stands before the first hole and after the last. */
function knownEnds({ text, holes }: NixString): readonly [string, string] {
  const first = holes?.[0];
  const last = holes?.[holes.length - 1];
  return first === undefined || last === undefined ? [text, text] : [text.slice(0, first.start), text.slice(last.end)];
}
