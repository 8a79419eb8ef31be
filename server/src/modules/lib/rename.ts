import { apply } from '../../nix/apply';
import { attrsFrom, trySelect } from '../../nix/attrs';
import { NixError } from '../../nix/errors';
import { expectAttrs, expectBool, expectText } from '../../nix/expect';
import { functions, type Members, texts, thrown } from '../../nix/lib/kit';
import { native } from '../../nix/native';
import type { Runtime } from '../../nix/runtime';
import { delay, force } from '../../nix/thunk';
import { type Attrs, type Func, isAttrs, isUnknown, type Lazy, list, str, type Value } from '../../nix/value';
import type { ModuleContext } from '../context';
import { field } from '../properties';
import { showFiles, showOption } from '../show';
import { typeValue } from '../type-value';
import { unspecified } from '../types/scalar';
import { condition, merge } from './properties';

type Path = readonly string[];

/** The value at a path; undefined where the path ends early. */
function at(root: Lazy, path: Path): Value | undefined {
  let value = force(root);
  for (const name of path) {
    const next = trySelect(value, name);
    if (next === undefined) return undefined;
    value = force(next);
  }
  return value;
}

function setAt(path: Path, value: Lazy): Attrs {
  const set = path.reduceRight<Lazy>((inner, name) => attrsFrom([[name, inner]]), value);
  return isAttrs(force(set)) ? expectAttrs(set) : attrsFrom([]);
}

function module(name: string, body: (args: Attrs) => Value): Func {
  const made = native(name, 1, (_rt, args) => body(expectAttrs(args ?? null)));
  return {
    ...made,
    formals: new Map([
      ['config', false],
      ['options', false],
    ]),
    ellipsis: true,
  };
}

function isDefined(option: Value | undefined): boolean {
  if (option === undefined || !isAttrs(option)) return false;
  const defined = option.entries.get('isDefined');
  return defined !== undefined && force(defined.value) === true;
}

function filesOf(option: Value | undefined): string {
  const files = option !== undefined && isAttrs(option) ? option.entries.get('files') : undefined;
  return files === undefined ? '' : showFiles(texts(files.value));
}

function option(fields: readonly (readonly [string, Lazy])[]): Attrs {
  return attrsFrom([['_type', str('option')], ...fields]);
}

interface Rename {
  readonly from: Path;
  readonly to: Path;
  readonly warn: boolean;
  readonly use: (value: Value) => Value;
  readonly condition: Lazy;
}

/** A module that declares `from` and hands its definitions on to `to`, with their priority. */
function rename(ctx: ModuleContext, { from, to, warn, use, condition: holds }: Rename): Func {
  return module('doRename', (args) => {
    const config = field(args, 'config');
    const options = field(args, 'options');
    const old = delay(ctx.rt, () => at(options, from) ?? null);
    const type = delay(ctx.rt, () => {
      const declared = at(options, to);
      const own = declared !== undefined && isAttrs(declared) ? declared.entries.get('type') : undefined;
      return own === undefined ? typeValue(ctx, unspecified) : force(own.value);
    });
    const apply = native('apply', 1, () => {
      const value = at(config, to);
      if (value === undefined)
        throw new NixError('abort', `Renaming error: option \`${showOption(to)}' does not exist.`);
      return use(value);
    });
    const described = str(`Alias of {option}\`${showOption(to)}\`.`);
    const fields: readonly (readonly [string, Lazy])[] = [
      ['apply', apply],
      ['visible', !warn],
      ['description', described],
      ['type', type],
    ];
    const passed = delay(ctx.rt, () => handedOn(force(old)));
    const warnings = delay(ctx.rt, () => {
      if (!warn || !isDefined(force(old))) return list([]);
      const said = `The option \`${showOption(from)}' defined in ${filesOf(force(old))} has been renamed to \`${showOption(to)}'.`;
      return list([str(said)]);
    });
    const parts = delay(ctx.rt, () => {
      const warned = at(options, ['warnings']);
      const hasWarnings = warned !== undefined && !isUnknown(warned);
      return list(hasWarnings ? [setAt(to, passed), attrsFrom([['warnings', warnings]])] : [setAt(to, passed)]);
    });
    return attrsFrom([
      ['options', setAt(from, option(fields))],
      ['config', condition(holds, merge(parts))],
    ]);
  });
}

function handedOn(old: Value): Value {
  if (!isDefined(old) || !isAttrs(old)) return merge(list([]));
  const definitions = expectAttrs(old).entries.get('definitions');
  const priority = old.entries.get('highestPrio')?.value ?? 100n;
  const items = definitions === undefined ? [] : listItems(definitions.value);
  return merge(
    list(
      items.map((item) =>
        attrsFrom([
          ['_type', str('override')],
          ['priority', priority],
          ['content', item],
        ]),
      ),
    ),
  );
}

function listItems(lazy: Lazy): readonly Lazy[] {
  const value = force(lazy);
  return typeof value === 'object' && value !== null && value.kind === 'list' ? value.items : [];
}

const MERGED = '_mkMergedOptionModule';

function merged(ctx: ModuleContext, from: readonly Path[], to: Path, mergeFn: (config: Lazy) => Value): Func {
  const isSet = (config: Lazy, path: Path): boolean => {
    const value = at(config, path);
    return !(typeof value === 'object' && value !== null && value.kind === 'string' && value.text === MERGED);
  };
  const placeholder = option([
    ['visible', false],
    ['default', str(MERGED)],
  ]);
  return module('mkMergedOptionModule', (args) => {
    const config = field(args, 'config');
    const value = delay(ctx.rt, () => (from.some((path) => isSet(config, path)) ? mergeFn(config) : merge(list([]))));
    return attrsFrom([
      ['imports', list(from.map((path) => attrsFrom([['options', setAt(path, placeholder)]])))],
      ['config', setAt(to, value)],
    ]);
  });
}

/** A module that refuses an option that is gone. The instructions may speak of the configuration: they are computed when needed. */
function removed(ctx: ModuleContext, path: Path, instructions: Lazy): Func {
  return module('mkRemovedOptionModule', (args) => {
    const old = delay(ctx.rt, () => at(field(args, 'options'), path) ?? null);
    const message = delay(ctx.rt, () =>
      str(
        `The option definition \`${showOption(path)}' in ${filesOf(force(old))} no longer has any effect; please remove it.\n${expectText(instructions).text}\n`,
      ),
    );
    const assertion = attrsFrom([
      ['assertion', delay(ctx.rt, () => !isDefined(force(old)))],
      ['message', message],
    ]);
    const refuse = native('apply', 1, () => {
      throw thrown(
        `The option \`${showOption(path)}' can no longer be used since it's been removed. ${expectText(instructions).text}`,
      );
    });
    return attrsFrom([
      [
        'options',
        setAt(
          path,
          option([
            ['visible', false],
            ['apply', refuse],
          ]),
        ),
      ],
      ['config', attrsFrom([['assertions', list([assertion])]])],
    ]);
  });
}

/** Modules about options that moved, changed or went. */
export function renameFunctions(ctx: ModuleContext): Members {
  const same = (value: Value): Value => value;
  const renamed = (from: Lazy, to: Lazy, warn: boolean): Func =>
    rename(ctx, { from: texts(from), to: texts(to), warn, use: same, condition: true });
  const called =
    (rt: Runtime, fn: Lazy) =>
    (config: Lazy): Value =>
      apply(rt, fn, config);
  return functions({
    mkAliasOptionModule: (_rt, from, to) => renamed(from, to, false),
    mkAliasOptionModuleMD: (_rt, from, to) => renamed(from, to, false),
    mkRenamedOptionModule: (_rt, from, to) => renamed(from, to, true),
    mkRenamedOptionModuleWith: (_rt, args) => {
      const set = expectAttrs(args);
      return renamed(field(set, 'from'), field(set, 'to'), true);
    },
    doRename: (rt, args) => {
      const set = expectAttrs(args);
      const use = set.entries.get('use');
      return rename(ctx, {
        from: texts(field(set, 'from')),
        to: texts(field(set, 'to')),
        warn: expectBool(rt, set.entries.get('warn')?.value ?? false),
        use: use === undefined ? same : called(rt, use.value),
        condition: set.entries.get('condition')?.value ?? true,
      });
    },
    mkRemovedOptionModule: (_rt, path, instructions) => removed(ctx, texts(path), instructions),
    mkChangedOptionModule: (rt, from, to, change) => merged(ctx, [texts(from)], texts(to), called(rt, change)),
    mkMergedOptionModule: (rt, from, to, change) =>
      merged(ctx, listItems(from).map(texts), texts(to), called(rt, change)),
  });
}
