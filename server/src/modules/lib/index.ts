import { toByteText } from '../../nix/byte-text';
import type { Members } from '../../nix/lib/kit';
import type { LibGroup } from '../../nix/lib/lib-group';
import { matchWhole } from '../../nix/regex/match';
import { compileRegex } from '../../nix/regex/regex';
import type { Runtime } from '../../nix/runtime';
import type { Lazy } from '../../nix/value';
import type { ModuleContext } from '../context';
import { OptionError } from '../errors';
import { evalModules } from '../evaluate';
import { moduleFunctions } from './modules';
import { optionFunctions } from './options';
import { type Matcher, typeFunctions } from './types';

/** The patterns of `builtins.match`: POSIX, over bytes. */
const matcher: Matcher = (pattern) => {
  const program = compileRegex(toByteText(pattern));
  if (program === undefined) throw new OptionError('declaration', `invalid regular expression '${pattern}'`);
  return (text) => matchWhole(program, toByteText(text)) !== undefined;
};

/** Members of `lib.types` that lib has at its top as well. */
const TOP_TYPES = ['isType', 'setType', 'isOptionType', 'mkOptionType'];
const NOT_AT_TOP = new Set(['importApply', 'mapDefinitionValue']);

function topOf(members: Members): readonly string[] {
  return Object.keys(members).filter((name) => !NOT_AT_TOP.has(name));
}

/** How modules are evaluated where errors are errors: for code that calls `lib.evalModules` itself. */
function strictContext(rt: Runtime, lib: Lazy): ModuleContext {
  return { rt, lib, open: undefined, evaluate: evalModules };
}

/** The parts of lib that are about options, modules and types; `lib` is the whole of it, which modules get as an argument. */
export function moduleGroups(rt: Runtime, lib: Lazy): readonly LibGroup[] {
  const ctx = strictContext(rt, lib);
  const options = optionFunctions(ctx);
  const modules = moduleFunctions(ctx);
  return [
    { name: 'options', members: options, top: topOf(options) },
    { name: 'modules', members: modules, top: topOf(modules) },
    { name: 'types', members: typeFunctions(ctx, matcher), top: TOP_TYPES },
  ];
}
