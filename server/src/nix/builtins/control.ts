import { coerceToString } from '../coerce';
import { describeValue } from '../describe';
import { NixError } from '../errors';
import { mismatch } from '../expect';
import { type Runtime, step } from '../runtime';
import { force } from '../thunk';
import { attrsOf, type Func, isAttrs, isList, isString, isUnknown, type Lazy, type Value } from '../value';
import { primop } from './kit';

const message = (rt: Runtime, argument: Lazy): string => coerceToString(rt, argument, { mode: 'interpolation' }).text;

/** Forces everything inside a value; does not nest. */
function forceDeep(rt: Runtime, lazy: Lazy): Value {
  const seen = new Set<object>();
  const work: Lazy[] = [lazy];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    step(rt);
    const value = force(next);
    if (isList(value) && !seen.has(value.items)) {
      seen.add(value.items);
      for (let i = value.items.length - 1; i >= 0; i--) work.push(value.items[i] as Lazy);
    } else if (isAttrs(value) && !seen.has(value.entries)) {
      seen.add(value.entries);
      for (const attr of value.entries.values()) work.push(attr.value);
    }
  }
  return force(lazy);
}

/** Success and value, or failure on a `throw` or a failed assertion; other errors pass. */
function tryEval(argument: Lazy): Value {
  try {
    return attrsOf({ success: true, value: force(argument) });
  } catch (signal) {
    if (signal instanceof NixError && (signal.kind === 'throw' || signal.kind === 'assert')) {
      return attrsOf({ success: false, value: false });
    }
    throw signal;
  }
}

function withNote(rt: Runtime, note: Lazy, argument: Lazy): Value {
  try {
    return force(argument);
  } catch (signal) {
    if (!(signal instanceof NixError)) throw signal;
    throw new NixError(signal.kind, signal.message, signal.origin, [...signal.notes, message(rt, note)]);
  }
}

function traced(rt: Runtime, prefix: string, argument: Lazy, result: Lazy): Value {
  const value = force(argument);
  rt.trace(prefix + (isString(value) ? value.text : describeValue(value)));
  return force(result);
}

export const controlBuiltins: readonly Func[] = [
  primop('abort', 1, (rt, argument) => {
    throw new NixError('abort', `evaluation aborted with the following error message: '${message(rt, argument)}'`);
  }),
  primop('addErrorContext', 2, withNote),
  primop('break', 1, (_rt, argument) => force(argument)),
  primop('deepSeq', 2, (rt, first, second) => {
    forceDeep(rt, first);
    return force(second);
  }),
  primop('seq', 2, (_rt, first, second) => {
    force(first);
    return force(second);
  }),
  primop('throw', 1, (rt, argument) => {
    throw new NixError('throw', message(rt, argument));
  }),
  primop('trace', 2, (rt, argument, result) => traced(rt, 'trace: ', argument, result)),
  primop('traceVerbose', 2, (_rt, _argument, result) => force(result)),
  primop('tryEval', 1, (_rt, argument) => tryEval(argument)),
  primop('warn', 2, (rt, argument, result) => {
    const value = force(argument);
    if (!isString(value) && !isUnknown(value)) throw mismatch('a string', value);
    return traced(rt, 'evaluation warning: ', value, result);
  }),
];
