import { mapAttrs } from '../attrs';
import { describeValue } from '../describe';
import { expectAttrs, expectBool, expectInt, expectList, expectString } from '../expect';
import { toJson } from '../json';
import { native } from '../native';
import { printValue } from '../print';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, isList, isString, type Lazy, list, str, type Value } from '../value';
import { pretty } from './generators-pretty';
import { call, entriesOf, equals, functions, later, member, namedArgs, REQUIRED, texts, thrown } from './kit';

const shown = (rt: Runtime, value: Lazy) => pretty(rt, { indent: '', multiline: true, allowPretty: true }, value).text;

const traceText = (lazy: Lazy): string => {
  const value = force(lazy);
  return isString(value) ? value.text : describeValue(value);
};

function forceDeep(lazy: Lazy): Lazy {
  printValue(lazy);
  return lazy;
}

/** The value with everything below a depth replaced by a mark. */
function snipped(rt: Runtime, depth: bigint, lazy: Lazy): Value {
  const value = force(lazy);
  const mark = (text: string) => attrsOf({ __pretty: native('const', 1, () => str(text)), val: value });
  if (depth === 0n) return isList(value) ? mark('[…]') : isAttrs(value) ? mark('{…}') : value;
  if (isList(value))
    return list(
      value.items.map((item) => delay(rt, () => snipped(rt, depth - 1n, item))),
      value.open,
    );
  if (isAttrs(value)) return mapAttrs(value, (_name, one) => delay(rt, () => snipped(rt, depth - 1n, one)));
  return value;
}

function traceDeep(rt: Runtime, depth: bigint, traced: Lazy, result: Lazy): Value {
  rt.trace(shown(rt, snipped(rt, depth, traced)));
  return force(result);
}

const traced = (rt: Runtime, message: Lazy, value: Lazy): Value => {
  rt.trace(traceText(message));
  return force(value);
};

function testsToRun(tests: Attrs): readonly string[] {
  const given = tests.entries.get('tests');
  return given === undefined ? [] : texts(given.value);
}

/** nixpkgs lib/debug.nix. */
export const debugFunctions = functions({
  traceIf: (rt, pred, message, value) => (expectBool(rt, pred) ? traced(rt, message, value) : force(value)),
  traceValFn: (rt, f, value) => traced(rt, call(rt, f, value), value),
  traceVal: (rt, value) => traced(rt, value, value),
  traceSeq: (rt, message, value) => traced(rt, forceDeep(message), value),
  traceSeqN: (rt, depth, message, value) => traceDeep(rt, expectInt(depth), message, value),
  traceValSeqFn: (rt, f, value) => traced(rt, call(rt, f, forceDeep(value)), value),
  traceValSeq: (rt, value) => traced(rt, forceDeep(value), value),
  traceValSeqNFn: (rt, f, depth, value) => traceDeep(rt, expectInt(depth), later(rt, f, value), value),
  traceValSeqN: (rt, depth, value) => traceDeep(rt, expectInt(depth), value, value),
  traceFnSeqN: (rt, depth, name, f, value) => {
    const result = later(rt, f, value);
    return traceDeep(rt, expectInt(depth) + 1n, attrsOf({ fn: name, from: value, to: result }), result);
  },
  runTests: (rt, tests) => {
    const known = expectAttrs(tests);
    const chosen = testsToRun(known);
    const failures = entriesOf(known).flatMap(([name, one]) => {
      if (!(name.startsWith('test') || chosen.includes(name)) || (chosen.length > 0 && !chosen.includes(name)))
        return [];
      const test = expectAttrs(one.value);
      const expected = member(test, 'expected');
      const result = member(test, 'expr');
      return equals(rt, result, expected) ? [] : [attrsOf({ name: str(name), expected, result })];
    });
    return list(failures);
  },
  throwTestFailures: (rt, options) => {
    const { failures, description } = namedArgs(options, { failures: REQUIRED, description: str('tests') }, true);
    const { items } = expectList(failures);
    if (items.length === 0) return null;
    for (const item of items) {
      const failure = expectAttrs(item);
      rt.trace(
        `FAIL ${shown(rt, member(failure, 'name'))}:\nExpected:\n${shown(rt, member(failure, 'expected'))}\nResult:\n${shown(rt, member(failure, 'result'))}\n`,
      );
    }
    const names = items.map((item) => expectString(member(expectAttrs(item), 'name'))).join('\n- ');
    throw thrown(`${items.length} ${expectString(description)} failed:\n- ${names}\n\n${toJson(rt, failures).text}`);
  },
  testAllTrue: (_rt, expr) => attrsOf({ expr, expected: list(expectList(expr).items.map(() => true)) }),
});
