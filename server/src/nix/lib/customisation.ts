import { attrsFrom, isDerivation, mapAttrs, mergeAttrs, removeAttrs } from '../attrs';
import { coerceToString } from '../coerce';
import { NixError } from '../errors';
import { expectAttrs, expectBool, expectString, knownText } from '../expect';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, isFunction, isUnknown, type Lazy, list, str, type Value } from '../value';
import { fix } from './fixed-points';
import {
  call,
  charsOf,
  coerceText,
  entriesOf,
  functions,
  later,
  lookup,
  member,
  namedArgs,
  REQUIRED,
  texts,
  thrown,
} from './kit';
import { upper } from './nix-text';
import { distance } from './text-distance';
import { functionArgs, isFunctionLike, setFunctionArgs } from './trivial';

type Call = (rt: Runtime, args: Attrs) => Value;

const isOverridable = (value: Value): value is Attrs => isAttrs(value);

/** The arguments after an override: a set, or a function of the earlier ones. */
function newArguments(rt: Runtime, old: Attrs, change: Lazy): Attrs {
  const value = force(change);
  return mergeAttrs(old, expectAttrs(isFunctionLike(rt, value) ? call(rt, value, old) : value));
}

/** The result of a call with `override` and its kin, which repeat the call with other arguments. */
function overridable(rt: Runtime, body: Call, formals: Lazy, args: Attrs): Value {
  const result = body(rt, args);
  const override = setFunctionArgs(
    native('override', 1, (run, change) => overridable(run, body, formals, newArguments(run, args, change))),
    formals,
  );
  if (isOverridable(result)) {
    const overrideAttrs = result.entries.get('overrideAttrs');
    const extra = {
      override,
      overrideDerivation: native('overrideDerivation', 1, (run, f) =>
        overridable(run, (inner, all) => overrideDerivation(inner, body(inner, all), f), formals, args),
      ),
    };
    const again = native('overrideAttrs', 1, (run, f) =>
      overridable(
        run,
        (inner, all) => call(inner, member(expectAttrs(body(inner, all)), 'overrideAttrs'), f),
        formals,
        args,
      ),
    );
    return mergeAttrs(result, attrsOf(overrideAttrs === undefined ? extra : { ...extra, overrideAttrs: again }));
  }
  return isFunction(result)
    ? mergeAttrs(setFunctionArgs(result, functionArgs(rt, result)), attrsOf({ override }))
    : result;
}

/** `lib.overrideDerivation`: of a package of the open world, whatever `f` gives is laid over it. */
function overrideDerivation(rt: Runtime, pkg: Lazy, f: Lazy): Value {
  const known = expectAttrs(pkg);
  return mergeAttrs(known, expectAttrs(call(rt, f, known)));
}

/** `lib.makeOverridable`. */
function makeOverridable(rt: Runtime, f: Lazy): Value {
  const value = force(f);
  if (isUnknown(value)) return value;
  const formals = functionArgs(rt, value);
  const body: Call = (run, args) => call(run, value, args);
  const callable = setFunctionArgs(
    native('makeOverridable', 1, (run, args) => overridable(run, body, formals, expectAttrs(args))),
    formals,
  );
  if (!isAttrs(value)) return callable;
  const override = value.entries.get('override');
  const wrapped = mergeAttrs(value, callable);
  return override === undefined
    ? wrapped
    : mergeAttrs(
        wrapped,
        attrsOf({
          override: native('override', 1, (run, change) => makeOverridable(run, later(run, override.value, change))),
        }),
      );
}

/** The function that a value is, or that the file it names holds. */
function functionFrom(rt: Runtime, lazy: Lazy): Value {
  const value = force(lazy);
  if (isUnknown(value) || isFunctionLike(rt, value)) return value;
  const where = knownText(coerceToString(rt, value, { mode: 'plain' }));
  return force(rt.importFile(where));
}

/** The named arguments of a function, filled from `auto` where they are not given. */
function fillArguments(formals: Attrs, auto: Attrs, given: Attrs): Attrs {
  const filled = [...formals.entries.keys()].flatMap((name): [string, Lazy][] => {
    const found = lookup(auto, name);
    return found === undefined || (auto.entries.get(name) === undefined && formals.entries.get(name)?.value === true)
      ? []
      : [[name, found]];
  });
  return mergeAttrs(attrsFrom(filled), given);
}

function missingArgument(formals: Attrs, auto: Attrs, given: Attrs): NixError | undefined {
  const name = entriesOf(formals).find(([one, { value }]) => !given.entries.has(one) && force(value) !== true)?.[0];
  if (name === undefined) return undefined;
  const near = entriesOf(mergeAttrs(auto, given))
    .map(([other]) => ({ other, edits: distance(charsOf(name), charsOf(other)) }))
    .filter(({ edits }) => edits <= 2)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ other }) => `"${other}"`);
  const hint = near.length === 0 ? '' : `, did you mean ${near.join(', ').replace(/, ([^,]*)$/, ' or $1')}?`;
  return new NixError(
    'abort',
    `lib.customisation.callPackageWith: Function called without required argument "${name}"${hint}`,
  );
}

/** `lib.callPackageWith`: calls a function (or a file's) with what it names from a set, and makes the result overridable. */
export function callPackageWith(rt: Runtime, auto: Attrs, fn: Lazy, args: Lazy): Value {
  const f = functionFrom(rt, fn);
  if (isUnknown(f)) return f;
  const formals = functionArgs(rt, f);
  const all = fillArguments(formals, auto, expectAttrs(args));
  const problem = missingArgument(formals, auto, all);
  if (problem !== undefined) throw problem;
  return call(rt, makeOverridable(rt, f), all);
}

/** `lib.callPackagesWith`: as `callPackageWith` for a function that gives several packages. */
export function callPackagesWith(rt: Runtime, auto: Attrs, fn: Lazy, args: Lazy): Value {
  const f = functionFrom(rt, fn);
  if (isUnknown(f)) return f;
  const formals = functionArgs(rt, f);
  const all = fillArguments(formals, auto, expectAttrs(args));
  const packages = expectAttrs(call(rt, f, all));
  if (isDerivation(packages))
    throw thrown(
      `function \`callPackages\` was called on a *single* derivation "${coerceText(rt, lookup(packages, 'name') ?? str('<unknown-name>')).text}"; did you mean to use \`callPackage\` instead?`,
    );
  return mapAttrs(packages, (name) =>
    delay(rt, () =>
      overridable(rt, (run, given) => force(member(expectAttrs(call(run, f, given)), name)), formals, all),
    ),
  );
}

/** `lib.makeScope`: packages that see each other, with a `callPackage` of their own. */
export function makeScope(rt: Runtime, newScope: Lazy, f: Lazy): Value {
  return fix(rt, (self) => {
    const scope = (extra: Lazy) => delay(rt, () => mergeAttrs(expectAttrs(self), expectAttrs(extra)));
    const inner = native('newScope', 1, (run, extra) => call(run, newScope, scope(extra)));
    const own = attrsOf({
      newScope: inner,
      overrideScope: native('overrideScope', 1, (run, overlay) =>
        makeScope(
          run,
          newScope,
          native('extends', 1, (deep, final) => {
            const previous = expectAttrs(call(deep, f, final));
            return mergeAttrs(previous, expectAttrs(call(deep, overlay, final, previous)));
          }),
        ),
      ),
      packages: f,
    });
    const base = attrsOf({
      callPackage: delay(rt, () => call(rt, member(expectAttrs(self), 'newScope'), attrsOf({}))),
    });
    return mergeAttrs(mergeAttrs(base, expectAttrs(call(rt, f, self))), own);
  });
}

/** `lib.extendMkDerivation`: a builder made of another one by changing the arguments of each call. */
function extendMkDerivation(rt: Runtime, options: Lazy): Value {
  const given = namedArgs(options, {
    constructDrv: REQUIRED,
    excludeDrvArgNames: list([]),
    excludeFunctionArgNames: list([]),
    extendDrvArgs: REQUIRED,
    inheritFunctionArgs: true,
    transformDrv: native('id', 1, (_run, x) => force(x)),
  });
  const excluded = new Set(texts(given.excludeDrvArgNames));
  const build = native('__functor', 2, (run, _self, fpargs) => {
    const arguments_ = native('finalAttrs', 1, (inner, final) => {
      const value = force(fpargs);
      const previous = expectAttrs(isFunctionLike(inner, value) ? call(inner, value, final) : value);
      return mergeAttrs(
        removeAttrs(previous, excluded),
        expectAttrs(call(inner, given.extendDrvArgs, final, previous)),
      );
    });
    return call(run, given.transformDrv, call(run, given.constructDrv, arguments_));
  });
  return attrsOf({
    __functor: build,
    __functionArgs: delay(rt, () => {
      const base = expectBool(rt, given.inheritFunctionArgs)
        ? removeAttrs(functionArgs(rt, given.constructDrv), excluded)
        : attrsOf({});
      const own = functionArgs(rt, call(rt, given.extendDrvArgs, attrsOf({})));
      return removeAttrs(mergeAttrs(base, own), new Set(texts(given.excludeFunctionArgNames)));
    }),
    constructDrv: given.constructDrv,
    excludeDrvArgNames: given.excludeDrvArgNames,
    extendDrvArgs: given.extendDrvArgs,
    transformDrv: given.transformDrv,
  });
}

const CROSS = ['buildBuild', 'buildHost', 'buildTarget', 'hostHost', 'hostTarget', 'targetTarget'] as const;

const capital = (name: string) => upper(name.slice(0, 1)) + name.slice(1);

/** nixpkgs lib/customisation.nix. */
export const customisation = functions({
  overrideDerivation: (rt, pkg, f) => overrideDerivation(rt, pkg, f),
  makeOverridable: (rt, f) => makeOverridable(rt, f),
  callPackageWith: (rt, auto, fn, args) => callPackageWith(rt, expectAttrs(auto), fn, args),
  callPackagesWith: (rt, auto, fn, args) => callPackagesWith(rt, expectAttrs(auto), fn, args),
  extendDerivation: (rt, condition, passthru, pkg) => {
    const known = expectAttrs(pkg);
    const checked = (name: string) =>
      delay(rt, () => {
        if (!expectBool(rt, condition)) throw new NixError('assert', "assertion 'condition' failed");
        return force(member(known, name));
      });
    return mergeAttrs(
      mergeAttrs(known, expectAttrs(passthru)),
      attrsOf({ drvPath: checked('drvPath'), outPath: checked('outPath') }),
    );
  },
  hydraJob: (_rt, pkg) => force(pkg),
  makeScope: (rt, newScope, f) => makeScope(rt, newScope, f),
  makeScopeWithSplicing: (rt, _splice, newScope, _others, _keep, _extra, f) => makeScope(rt, newScope, f),
  "makeScopeWithSplicing'": (rt, outer, inner) =>
    makeScope(rt, member(expectAttrs(outer), 'newScope'), member(expectAttrs(inner), 'f')),
  extendMkDerivation: (rt, options) => extendMkDerivation(rt, options),
  renameCrossIndexFrom: (_rt, prefix, set) =>
    attrsFrom(CROSS.map((name) => [name, member(expectAttrs(set), expectString(prefix) + capital(name))])),
  renameCrossIndexTo: (_rt, prefix, set) =>
    attrsFrom(CROSS.map((name) => [expectString(prefix) + capital(name), member(expectAttrs(set), name)])),
  mapCrossIndex: (rt, f, set) => mapAttrs(expectAttrs(set), (_name, value) => later(rt, f, value)),
});
