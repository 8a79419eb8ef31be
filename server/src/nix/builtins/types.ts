import { equalUnknown } from '../conditions';
import { force } from '../thunk';
import {
  type Func,
  isAttrs,
  isFunction,
  isList,
  isPath,
  isString,
  isUnknown,
  kindOf,
  str,
  unknown,
  type Value,
} from '../value';
import { primop } from './kit';

/** A check of a value's type; on an unknown it is a condition that is rather true for the types that options mostly have. */
function check(name: string, holds: (value: Value) => boolean, likely = false): Func {
  return primop(name, 1, (_rt, argument) => {
    const value = force(argument);
    return isUnknown(value) ? unknown(`builtins.${name} ${value.why}`, { op: 'leaf', likely }) : holds(value);
  });
}

const NAMES = { attrs: 'set', function: 'lambda' } as const;

export const typeBuiltins: readonly Func[] = [
  check('isAttrs', isAttrs, true),
  check('isBool', (value) => typeof value === 'boolean'),
  check('isFloat', (value) => typeof value === 'number'),
  check('isFunction', isFunction),
  check('isInt', (value) => typeof value === 'bigint'),
  check('isList', isList),
  check('isPath', isPath),
  check('isString', isString, true),
  primop('isNull', 1, (_rt, argument) => {
    const value = force(argument);
    return isUnknown(value) ? equalUnknown(value, null) : value === null;
  }),
  primop('typeOf', 1, (_rt, argument) => {
    const value = force(argument);
    if (isUnknown(value)) return unknown(`builtins.typeOf ${value.why}`);
    const kind = kindOf(value);
    return str(kind === 'attrs' || kind === 'function' ? NAMES[kind] : kind);
  }),
];
