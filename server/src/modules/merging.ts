import { apply } from '../nix/apply';
import { mergeAttrs } from '../nix/attrs';
import { equals } from '../nix/equal';
import { native } from '../nix/native';
import { concatStrings, holeText } from '../nix/text';
import { force, originOf } from '../nix/thunk';
import {
  attrs,
  isAttrs,
  isFunction,
  isList,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
  type Unknown,
  type Value,
} from '../nix/value';
import type { ModuleContext } from './context';
import type { Def } from './definition';
import { OptionError } from './errors';
import { shortValue, showDefs, showFiles, showOption } from './show';

type Loc = readonly string[];

const SUGGESTION =
  'Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.';

function conflict(message: string, details: string, defs: readonly Def[], hint = ''): OptionError {
  const last = defs[defs.length - 1];
  const summary = hint === '' ? message : `${message} ${hint}`;
  const assumed = defs.some((one) => one.conditions.length > 0);
  return new OptionError('conflict', message + details, last && (originOf(last.value) ?? last.key), summary, assumed);
}

/** The values that do not agree, in one line, and what to do. */
function disagreement(defs: readonly Def[]): string {
  const values = defs.map((one) => `${shortValue(one.value)} (${one.file.replace(/^.*\//, '')})`);
  return `${values.join(' and ')}. Use lib.mkForce or lib.mkDefault on one of them.`;
}

function filesOf(defs: readonly Def[]): string {
  return showFiles(defs.map((one) => one.file));
}

/** One value that all definitions agree on. What is not known agrees with everything. */
export function mergeEqual(ctx: ModuleContext, loc: Loc, defs: readonly Def[]): Value {
  const values = defs.map((one) => ({ def: one, value: force(one.value) }));
  const [first, ...others] = values.filter(({ value }) => !isUnknown(value));
  if (first === undefined) return values[0]?.value ?? null;
  for (const other of others) {
    if (equals(ctx.rt, first.value, other.value) === false) {
      const pair = [first.def, other.def];
      const message = `The option \`${showOption(loc)}' has conflicting definition values:`;
      throw conflict(message, `${showDefs(pair)}\n${SUGGESTION}`, pair, disagreement(pair));
    }
  }
  return first.value;
}

/** The only definition. */
export function mergeOne(_ctx: ModuleContext, loc: Loc, defs: readonly Def[], message = ''): Value {
  const [only] = defs;
  if (only !== undefined && defs.length === 1) return force(only.value);
  throw notUnique(loc, defs, message);
}

export function notUnique(loc: Loc, defs: readonly Def[], message: string): OptionError {
  const summary = `The option \`${showOption(loc)}' is defined multiple times while it's expected to be unique.`;
  return conflict(summary, `\n${message}\nDefinition values:${showDefs(defs)}\n${SUGGESTION}`, defs);
}

export function bothNullAndNot(loc: Loc, defs: readonly Def[]): OptionError {
  return conflict(
    `The option \`${showOption(loc)}\` is defined both null and not null, in ${filesOf(defs)}.`,
    '',
    defs,
  );
}

export function conflictingTypes(loc: Loc, defs: readonly Def[]): OptionError {
  return conflict(`The option \`${showOption(loc)}' has conflicting option types in ${filesOf(defs)}`, '', defs);
}

export function conflictingTags(loc: Loc, defs: readonly Def[], first: string, second: string): OptionError {
  const message = `The option \`${showOption(loc)}\` is defined both as \`${first}\` and \`${second}\`, in ${filesOf(defs)}.`;
  return conflict(message, '', defs);
}

/** The elements of all definitions; open where one of them is not known. */
export function mergeLists(defs: readonly Def[]): Value {
  const items: Lazy[] = [];
  let open: Unknown | undefined;
  for (const one of defs) {
    const value = force(one.value);
    if (isList(value)) {
      items.push(...value.items);
      open ??= value.open;
    } else if (isUnknown(value)) open ??= value;
  }
  return list(items, open);
}

/** The texts of all definitions, joined; what is not known is a hole. */
export function mergeTexts(ctx: ModuleContext, separator: string, defs: readonly Def[]): Value {
  const values = defs.map((one) => force(one.value));
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  const parts: NixString[] = [];
  for (const value of values) {
    if (parts.length > 0) parts.push(str(separator));
    if (isString(value)) parts.push(value);
    else if (isUnknown(value)) parts.push(holeText(value));
  }
  return concatStrings(ctx.rt, parts);
}

/** The sets of all definitions, later ones winning. */
export function mergeSets(defs: readonly Def[]): Value {
  return defs.reduce((merged, one) => {
    const value = force(one.value);
    return isAttrs(value) ? mergeAttrs(merged, value) : merged;
  }, attrs(new Map()));
}

/** What options without a type of their own do: by the kind that all definitions have. */
export function mergeDefault(ctx: ModuleContext, loc: Loc, defs: readonly Def[]): Value {
  const values = defs.map((one) => force(one.value));
  const [first] = values;
  const unknown = values.find(isUnknown);
  if (unknown !== undefined) return unknown;
  if (values.length === 1 && first !== undefined) return first;
  if (values.every(isFunction)) {
    return native('merged', 1, (_rt, argument) =>
      mergeDefault(
        ctx,
        loc,
        defs.map((one) => ({ ...one, value: apply(ctx.rt, one.value, argument) })),
      ),
    );
  }
  if (values.every(isList)) return mergeLists(defs);
  if (values.every(isAttrs)) return mergeSets(defs);
  if (values.every((value) => typeof value === 'boolean')) return values.includes(true);
  if (values.every(isString)) return concatStrings(ctx.rt, values);
  if (values.every((value) => typeof value === 'bigint' && value === first)) return first ?? null;
  throw conflict(`Cannot merge definitions of \`${showOption(loc)}'.`, ` Definition values:${showDefs(defs)}`, defs);
}
