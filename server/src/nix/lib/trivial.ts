import { attrsFrom, mergeAttrs, openSet } from '../attrs';
import { lessThan } from '../compare';
import { NixError } from '../errors';
import { expectAttrs, expectBool, expectFunction, expectInt, expectList, expectString, expectText } from '../expect';
import { native } from '../native';
import { fitsInt } from '../number';
import type { Runtime } from '../runtime';
import { force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, isFunction, isUnknown, type Lazy, list, str, type Value } from '../value';
import { call, coerceText, functions, interpolated, type Members, member, orderOf, thrown, trueFor } from './kit';
import { subtract } from './lists-sets';

const WARNING = 'evaluation warning: ';

/** Prints a warning of the evaluated code. */
export function warn(rt: Runtime, message: Lazy): void {
  rt.trace(`${WARNING}${expectText(message).text}`);
}

/** `lib.functionArgs`: the named arguments of a function or a functor, true where there is a default. */
export function functionArgs(rt: Runtime, f: Lazy): Attrs {
  const value = force(f);
  if (isUnknown(value)) return openSet(value);
  if (isAttrs(value)) {
    const known = value.entries.get('__functionArgs');
    if (known !== undefined) return expectAttrs(known.value);
    return functionArgs(rt, call(rt, member(value, '__functor'), value));
  }
  const { formals } = expectFunction(value);
  return attrsFrom([...(formals ?? new Map<string, boolean>())].map(([name, optional]) => [name, optional]));
}

/** `lib.setFunctionArgs`: a functor that calls `f` and answers for the given named arguments. */
export function setFunctionArgs(f: Lazy, args: Lazy): Attrs {
  return attrsOf({ __functor: native('__functor', 1, () => force(f)), __functionArgs: args });
}

/** `lib.isFunction`: a function, or a set that can be called. */
export function isFunctionLike(rt: Runtime, lazy: Lazy): boolean {
  const value = force(lazy);
  if (isFunction(value)) return true;
  if (!isAttrs(value)) return false;
  const functor = value.entries.get('__functor');
  return functor !== undefined && isFunction(call(rt, functor.value, value));
}

const identity = native('id', 1, (_rt, x) => force(x));

const both = (rt: Runtime, x: Lazy, y: Lazy, pick: (x: boolean, y: () => boolean) => boolean) =>
  pick(expectBool(rt, x), () => expectBool(rt, y));

function digits(base: bigint, n: bigint): bigint[] {
  const found: bigint[] = [];
  for (let rest = n; ; rest /= base) {
    found.unshift(rest % base);
    if (rest < base) return found;
  }
}

/** `lib.fromHexString` as a number; more than 64 bits are refused. */
function fromHex(text: string): bigint {
  const bare = text.toLowerCase().replace(/^0x/, '');
  if (!/^[0-9a-f]+$/.test(bare)) throw new NixError('eval', `while parsing TOML: '0x${bare}' is not a valid integer`);
  const value = BigInt(`0x${bare}`);
  if (!fitsInt(value)) throw new NixError('eval', `while parsing TOML: '0x${bare}' does not fit in 64 bits`);
  return value;
}

/** nixpkgs lib/trivial.nix: combinators, numbers, warnings. */
export const trivialFunctions = functions({
  id: (_rt, x) => force(x),
  const: (_rt, x, _y) => force(x),
  pipe: (rt, x, fs) => {
    const steps = expectList(fs);
    return steps.open ?? steps.items.reduce<Value>((acc, f) => call(rt, f, acc), force(x));
  },
  concat: (_rt, x, y) => {
    const left = expectList(x);
    const right = expectList(y);
    return list([...left.items, ...right.items], left.open ?? right.open);
  },
  or: (rt, x, y) => both(rt, x, y, (a, b) => a || b()),
  and: (rt, x, y) => both(rt, x, y, (a, b) => a && b()),
  xor: (rt, x, y) => both(rt, x, y, (a, b) => a !== b()),
  bitNot: (_rt, x) => -1n - expectInt(x),
  boolToString: (rt, b) => str(expectBool(rt, b) ? 'true' : 'false'),
  boolToYesNo: (rt, b) => str(expectBool(rt, b) ? 'yes' : 'no'),
  mergeAttrs: (_rt, x, y) => mergeAttrs(expectAttrs(x), expectAttrs(y)),
  flip: (rt, f, a, b) => call(rt, f, b, a),
  defaultTo: (_rt, fallback, value) => {
    const known = force(value);
    return known === null ? force(fallback) : known;
  },
  mapNullable: (rt, f, value) => {
    const known = force(value);
    return known === null ? null : call(rt, f, known);
  },
  min: (rt, x, y) => {
    const less = lessThan(rt, x, y);
    return isUnknown(less) ? less : force(less ? x : y);
  },
  max: (rt, x, y) => {
    const greater = lessThan(rt, y, x);
    return isUnknown(greater) ? greater : force(greater ? x : y);
  },
  mod: (_rt, base, int) => {
    const by = expectInt(int);
    if (by === 0n) throw new NixError('eval', 'division by zero');
    return expectInt(base) % by;
  },
  compare: (rt, a, b) => BigInt(Math.sign(orderOf(rt, a, b))),
  splitByAndCompare: (rt, p, yes, no, a, b) => {
    if (trueFor(rt, p, a)) return trueFor(rt, p, b) ? call(rt, yes, a, b) : -1n;
    return trueFor(rt, p, b) ? 1n : call(rt, no, a, b);
  },
  warn: (rt, message, value) => {
    warn(rt, message);
    return force(value);
  },
  warnIf: (rt, cond, message, value) => {
    if (expectBool(rt, cond)) warn(rt, message);
    return force(value);
  },
  warnIfNot: (rt, cond, message, value) => {
    if (!expectBool(rt, cond)) warn(rt, message);
    return force(value);
  },
  throwIf: (rt, cond, message) => {
    if (expectBool(rt, cond)) throw thrown(expectText(message).text);
    return identity;
  },
  throwIfNot: (rt, cond, message) => {
    if (!expectBool(rt, cond)) throw thrown(expectText(message).text);
    return identity;
  },
  checkListOfEnum: (rt, message, valid, given) => {
    const allowed = expectList(valid);
    const unexpected = subtract(rt, allowed, expectList(given));
    if (unexpected.items.length === 0) return identity;
    const shown = (items: readonly Lazy[]) => items.map((item) => coerceText(rt, item).text).join(', ');
    throw thrown(
      `${expectText(message).text}: ${shown(unexpected.items)} unexpected; valid ones: ${shown(allowed.items)}`,
    );
  },
  info: (rt, message, value) => {
    rt.trace(`INFO: ${interpolated(rt, message).text}`);
    return force(value);
  },
  showWarnings: (rt, warnings, value) => {
    for (const message of expectList(warnings).items) warn(rt, message);
    return force(value);
  },
  oldestSupportedReleaseIsAtLeast: (_rt, release) => expectInt(release) <= OLDEST_SUPPORTED,
  isInOldestRelease: (_rt, release) => expectInt(release) <= OLDEST_SUPPORTED,
  revisionWithDefault: (_rt, fallback) => force(fallback),
  setFunctionArgs: (_rt, f, args) => setFunctionArgs(f, args),
  functionArgs: (rt, f) => functionArgs(rt, f),
  isFunction: (rt, value) => {
    const known = force(value);
    return isUnknown(known) ? known : isFunctionLike(rt, known);
  },
  mirrorFunctionArgs: (rt, f, g) => setFunctionArgs(g, functionArgs(rt, f)),
  toFunction: (rt, value) => {
    const known = force(value);
    if (isUnknown(known) || isFunctionLike(rt, known)) return known;
    return native('const', 1, () => known);
  },
  fromHexString: (_rt, text) => fromHex(expectString(text)),
  toHexString: (_rt, n) => {
    const value = expectInt(n);
    if (value < 0n) throw new NixError('assert', "assertion '(i >= 0)' failed");
    return str(value.toString(16).toUpperCase());
  },
  toBaseDigits: (_rt, base, n) => {
    const by = expectInt(base);
    const value = expectInt(n);
    if (by < 2n || value < 0n) throw new NixError('assert', "assertion '(base >= 2)' failed");
    return list(digits(by, value));
  },
});

const OLDEST_SUPPORTED = 2511n;
const RELEASE = '26.11';

/** What lib says of the release that it belongs to. */
export const release: Members = {
  release: str(RELEASE),
  version: str(`${RELEASE}pre-git`),
  nixpkgsVersion: str(`${RELEASE}pre-git`),
  versionSuffix: str('pre-git'),
  codeName: str('Zokor'),
  oldestSupportedRelease: OLDEST_SUPPORTED,
  inNixShell: false,
  inPureEvalMode: false,
};
