import type { Origin } from '../base/span';
import { apply } from '../nix/apply';
import { native } from '../nix/native';
import { delay, force, originOf } from '../nix/thunk';
import { type Attr, type Attrs, attrs, type Lazy, type List, list, str, unknown } from '../nix/value';
import type { ModuleContext } from './context';
import { type Def, def } from './definition';
import { elements } from './elements';
import { OptionError } from './errors';
import { memo } from './memo';
import { finalDefs, type Merged, mergeDefinitions } from './merge';
import type { ModuleSource, OptionType } from './option-type';
import { OPTION_DEFAULT_PRIORITY } from './properties';
import { showDefs, showFiles, showOption } from './show';
import { toOptionType, typeValue } from './type-value';
import { unspecified } from './types/scalar';

/** One declaration of an option: what `mkOption` made, or a tree of options that a submodule takes. */
export interface Declaration {
  readonly file: string;
  readonly fields: Attrs;
  readonly key: Origin | undefined;
}

/** An option with its definitions. */
export interface OptionState {
  readonly kind: 'option';
  readonly loc: readonly string[];
  readonly type: OptionType;
  readonly declarations: readonly Declaration[];
  /** As they were written, conditions undecided and priorities unfiltered. */
  readonly definitions: () => readonly Def[];
  readonly merged: () => Merged;
  readonly value: Lazy;
  /** What `options.x` is. */
  readonly attrs: Lazy;
}

/** Modules that are known without a file: they are named as `<nixpkgs>` is. */
export function isNative(file: string): boolean {
  return file.startsWith('<nixpkgs>') || file.startsWith('<home-manager>');
}

/** Weaker than any definition, stronger than a default. */
const ASSUMED_PRIORITY = OPTION_DEFAULT_PRIORITY - 100;

interface MergedDeclaration {
  readonly fields: ReadonlyMap<string, Attr>;
  readonly type: OptionType;
}

function redeclared(loc: readonly string[], one: Declaration, others: readonly string[]): OptionError {
  const message = `The option \`${showOption(loc)}' in \`${one.file}' is already declared in ${showFiles(others)}.`;
  return new OptionError('declaration', message, one.key, message);
}

/** The declarations of one option as one: types merge, other fields may be given once. */
function mergeDeclarations(
  ctx: ModuleContext,
  loc: readonly string[],
  declarations: readonly Declaration[],
): MergedDeclaration {
  let fields = new Map<string, Attr>();
  let type: OptionType | undefined;
  let modules: readonly ModuleSource[] = [];
  const files: string[] = [];
  for (const one of declarations) {
    const own = one.fields.entries;
    if (['default', 'example', 'description', 'apply'].some((name) => own.has(name) && fields.has(name))) {
      throw redeclared(loc, one, files);
    }
    const ownType = own.get('type');
    if (ownType !== undefined) {
      const declared = toOptionType(ctx, ownType.value);
      const merged = type === undefined ? declared : type.typeMerge(declared);
      if (merged === undefined) throw redeclared(loc, one, files);
      type = merged;
      const wrapped = declared.subModules()?.map((each): ModuleSource => wrap(each, one.file)) ?? [];
      modules = [...wrapped, ...modules];
    }
    fields = new Map([...own, ...fields]);
    files.push(one.file);
  }
  const final = type?.subModules() === undefined ? type : type.withSubModules(modules);
  return { fields, type: final ?? unspecified };
}

/** A submodule's module is imported by one of the file that declares the option. */
function wrap(source: ModuleSource, file: string): ModuleSource {
  return source.form === 'import' ? source : { ...source, file: source.file || file, form: 'import' };
}

function assumption(ctx: ModuleContext, loc: readonly string[], one: MergedDeclaration, file: string): Def | undefined {
  if (ctx.open === undefined || loc[loc.length - 1] !== 'enable' || one.type.name !== 'bool') return undefined;
  const { open } = ctx;
  const fallback = one.fields.get('default');
  if (fallback === undefined) return undefined;
  const value = delay(ctx.rt, () => {
    const given = force(fallback.value);
    return given === false ? open.assume(unknown(`config.${showOption(loc)}`), file) : given;
  });
  return { ...def(file, value), priority: ASSUMED_PRIORITY };
}

/** A file that declares an option itself, as the one that it is known from does, is taken at its word. */
function ownDeclarations(ctx: ModuleContext, declarations: readonly Declaration[]): readonly Declaration[] {
  if (ctx.open === undefined) return declarations;
  const whole = declarations.filter(({ fields }) => fields.entries.has('default'));
  const own = whole.filter(({ file }) => !isNative(file));
  return own.length > 0 && whole.length > own.length
    ? declarations.filter(({ file }) => !isNative(file))
    : declarations;
}

const WHOLE = ['default', 'description', 'example', 'apply'];

/**
 * A declaration without default and description that gives a submodule adds to an option of another module: what it does not declare
 * there is not unknown to that module.
 */
function within(ctx: ModuleContext, { fields, type }: MergedDeclaration): ModuleContext {
  if (ctx.open === undefined || ctx.open.partial === true) return ctx;
  if (type.subModules() === undefined || WHOLE.some((name) => fields.has(name))) return ctx;
  return { ...ctx, open: { ...ctx.open, partial: true } };
}

/** Joins an option's declarations with its definitions. */
export function optionState(
  ctx: ModuleContext,
  loc: readonly string[],
  given: readonly Declaration[],
  definitions: () => readonly Def[],
): OptionState {
  const declarations = ownDeclarations(ctx, given);
  const merged = mergeDeclarations(ctx, loc, declarations);
  const file = declarations[0]?.file ?? '';
  const { fields, type } = merged;
  const fallback = fields.get('default');
  const assumed = assumption(ctx, loc, merged, file);
  const all = (): readonly Def[] => {
    const written = definitions();
    const weak = fallback === undefined ? [] : [{ ...def(file, fallback.value), priority: OPTION_DEFAULT_PRIORITY }];
    const isOpen = assumed !== undefined && finalDefs(ctx, written).defs.length === 0;
    return [...weak, ...(isOpen ? [assumed] : []), ...written];
  };
  const own: ModuleContext = { ...within(ctx, merged), elements: elements(ctx.rt) };
  const final = memo(ctx.rt, () => {
    const defs = all();
    const readOnly = fields.get('readOnly');
    if (readOnly !== undefined && defs.length > 1 && force(readOnly.value) === true) {
      const summary = `The option \`${showOption(loc)}' is read-only, but it's set multiple times.`;
      const last = defs[defs.length - 1];
      const where = last && (last.key ?? originOf(last.value));
      throw new OptionError('read-only', `${summary} Definition values:${showDefs(defs)}`, where, summary);
    }
    return mergeDefinitions(own, loc, type, defs);
  });
  const change = fields.get('apply');
  const value = delay(ctx.rt, () => {
    if (change === undefined) return final().value();
    return apply(
      ctx.rt,
      change.value,
      delay(ctx.rt, () => final().value()),
    );
  });
  const state = { kind: 'option' as const, loc, type, declarations, definitions, merged: final, value };
  return { ...state, attrs: delay(ctx.rt, () => optionAttrs(ctx, fields, state)) };
}

function optionAttrs(ctx: ModuleContext, fields: ReadonlyMap<string, Attr>, state: Omit<OptionState, 'attrs'>): Attrs {
  const { loc, declarations, merged, type } = state;
  const entries = new Map(fields);
  const set = (name: string, value: Lazy): void => void entries.set(name, { value, key: undefined });
  const texts = (values: readonly string[]): List => list(values.map((each) => str(each)));
  const located = (one: Def): Lazy =>
    attrs(
      new Map([
        ['file', { value: str(one.file), key: undefined }],
        ['value', { value: one.value, key: one.key }],
      ]),
    );
  set('loc', texts(loc));
  set('declarations', texts(declarations.map((one) => one.file)));
  set('type', typeValue(ctx, type));
  set('value', state.value);
  set(
    'isDefined',
    delay(ctx.rt, () => merged().isDefined),
  );
  set(
    'highestPrio',
    delay(ctx.rt, () => BigInt(merged().highestPrio)),
  );
  set(
    'definitions',
    delay(ctx.rt, () => list(merged().defs.map((one) => one.value))),
  );
  set(
    'files',
    delay(ctx.rt, () => texts(merged().defs.map((one) => one.file))),
  );
  set(
    'definitionsWithLocations',
    delay(ctx.rt, () => list(merged().defs.map(located))),
  );
  set(
    '__toString',
    native('__toString', 1, () => str(showOption(loc))),
  );
  return attrs(entries);
}
