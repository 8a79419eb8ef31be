import type { Members } from '../../nix/lib/kit';
import type { Runtime } from '../../nix/runtime';
import type { Lazy } from '../../nix/value';
import type { ModuleContext } from '../context';
import { evalModules } from '../evaluate';
import { moduleFunctions } from './modules';
import { optionFunctions } from './options';
import { type Matcher, typeFunctions } from './types';

/** What lib has about options, modules and types, by the names of its parts. */
export interface ModuleLib {
  readonly options: Members;
  readonly modules: Members;
  readonly types: Members;
}

/** How modules are evaluated where errors are errors: for code that calls `lib.evalModules` itself. */
export function strictContext(rt: Runtime, lib: Lazy): ModuleContext {
  return { rt, lib, open: undefined, evaluate: evalModules };
}

/** The parts of lib that are about modules; `lib` is the whole of lib, which modules get as an argument. */
export function moduleLib(rt: Runtime, lib: Lazy, matcher: Matcher): ModuleLib {
  const ctx = strictContext(rt, lib);
  return { options: optionFunctions(ctx), modules: moduleFunctions(ctx), types: typeFunctions(ctx, matcher) };
}
