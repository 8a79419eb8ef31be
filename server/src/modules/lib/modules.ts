import { applyAll } from '../../nix/apply';
import { attrsFrom } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { expectAttrs, expectItems } from '../../nix/expect';
import { functions, type Members } from '../../nix/lib/kit';
import { copiedPath } from '../../nix/store-copy';
import { force } from '../../nix/thunk';
import { type Attrs, attrs, isPath, isString, type Lazy, list, str } from '../../nix/value';
import type { ModuleContext } from '../context';
import { source } from '../evaluate';
import type { EvalRequest } from '../evaluation';
import { propertyFunctions } from './properties';
import { renameFunctions } from './rename';

function textAt(lazy: Lazy | undefined): string | undefined {
  const value = lazy === undefined ? null : force(lazy);
  return isString(value) ? value.text : undefined;
}

function located(file: Lazy, module: Lazy): Attrs {
  return attrsFrom([
    ['_file', file],
    ['imports', list([module])],
  ]);
}

function requestOf(args: Attrs): EvalRequest {
  const given = (name: string): Lazy | undefined => args.entries.get(name)?.value;
  const special = given('specialArgs');
  const prefix = given('prefix');
  const legacy = given('args');
  const check = given('check');
  const modules = expectItems(given('modules') ?? list([])).map(source);
  const internal = (name: string, value: Lazy): Lazy =>
    attrsFrom([['config', attrsFrom([['_module', attrsFrom([[name, value]])]])]]);
  if (legacy !== undefined) modules.push(source(internal('args', legacy)));
  if (check !== undefined) modules.push(source(internal('check', check)));
  return {
    modules,
    prefix: prefix === undefined ? [] : expectItems(prefix).map((part) => textAt(part) ?? ''),
    specialArgs: special === undefined ? attrs(new Map()) : expectAttrs(special),
    class: textAt(given('class')),
    openWorld: false,
  };
}

/** `evalModules` and what modules are made with. */
export function moduleFunctions(ctx: ModuleContext): Members {
  const { rt } = ctx;
  const strict: ModuleContext = { ...ctx, open: undefined };
  const importFile = (file: Lazy): Lazy => {
    const string = coerceToString(rt, file, { mode: 'plain' });
    return rt.importFile(copiedPath(string) ?? string.text);
  };
  return {
    ...propertyFunctions(ctx),
    ...renameFunctions(ctx),
    ...functions({
      evalModules: (_rt, args) => ctx.evaluate(strict, requestOf(expectAttrs(args))).value(),
      setDefaultModuleLocation: (_rt, file, module) => located(file, module),
      importApply: (inner, file, argument) => {
        const value = force(file);
        const where = isPath(value) ? str(value.path) : value;
        return located(where, applyAll(inner, force(importFile(file)), [argument], undefined));
      },
    }),
  };
}
