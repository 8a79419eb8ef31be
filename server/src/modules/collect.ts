import { coerceToString } from '../nix/coerce';
import { force } from '../nix/thunk';
import { isAttrs, isString, isUnknown, type Lazy } from '../nix/value';
import { type ModuleContext, tolerate } from './context';
import { Family } from './memo';
import { type Applied, loadModule, type Module, type ModuleArgs } from './module';
import { type ModuleSource, sameSource } from './option-type';

interface Loaded {
  readonly module: Module;
  readonly imports: readonly Loaded[];
}

type Load = (source: ModuleSource, anonymous: string) => Module | undefined;

/** Loads modules, each once for the place where it is imported. */
function loader(ctx: ModuleContext, args: ModuleArgs): Load {
  const loaded = new Family<ModuleSource, Module | undefined>(ctx.rt, sameSource);
  const applied: Applied = new Family(ctx.rt);
  return (source, anonymous) =>
    loaded.get(
      [anonymous, ...(source.conditions ?? [])].join('\n'),
      source,
      (given) => () => loadModule(ctx, args, given, anonymous, applied),
    );
}

function load(
  ctx: ModuleContext,
  args: ModuleArgs,
  one: Load,
  parentKey: string,
  sources: readonly ModuleSource[],
  disabled: string[],
  loading: readonly string[],
): readonly Loaded[] {
  const found: Loaded[] = [];
  sources.forEach((source, index) => {
    tolerate(
      ctx,
      () => {
        const module = one(source, `${parentKey}:anon-${index + 1}`);
        if (module === undefined) return;
        disabled.push(...module.disabled.flatMap((item) => disabledKey(ctx, args, item)));
        const cyclic = loading.includes(module.key);
        const imports = cyclic
          ? []
          : load(ctx, args, one, module.key, module.imports, disabled, [...loading, module.key]);
        found.push({ module, imports });
      },
      undefined,
    );
  });
  return found;
}

function disabledKey(ctx: ModuleContext, args: ModuleArgs, item: Lazy): readonly string[] {
  const value = force(item);
  if (isUnknown(value)) return [];
  const key = isAttrs(value) ? value.entries.get('key') : undefined;
  if (key !== undefined) return [coerceToString(ctx.rt, key.value, { mode: 'toString' }).text];
  const { text } = coerceToString(ctx.rt, value, { mode: 'toString' });
  if (!isString(value) || text.startsWith('/')) return [text];
  const base = args.given.entries.get('modulesPath');
  return [`${base === undefined ? '' : coerceToString(ctx.rt, base.value, { mode: 'toString' }).text}/${text}`];
}

/**
 * All modules, each key once, the imports of a level after the level itself; those that `disabledModules` names are left out with
 * what they import.
 */
export function collector(
  ctx: ModuleContext,
  args: ModuleArgs,
): (sources: readonly ModuleSource[]) => readonly Module[] {
  const one = loader(ctx, args);
  return (sources) => collectModules(ctx, args, one, sources);
}

function collectModules(
  ctx: ModuleContext,
  args: ModuleArgs,
  one: Load,
  sources: readonly ModuleSource[],
): readonly Module[] {
  const disabled: string[] = [];
  const loaded = load(ctx, args, one, '', sources, disabled, []);
  const seen = new Set(disabled);
  const modules: Module[] = [];
  for (let level = loaded; level.length > 0; ) {
    const next: Loaded[] = [];
    for (const { module, imports } of level) {
      if (seen.has(module.key)) continue;
      seen.add(module.key);
      modules.push(module);
      next.push(...imports);
    }
    level = next;
  }
  return modules;
}
