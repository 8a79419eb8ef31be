import type { AttrsNode, Binding, LambdaNode, LegacyLetNode, LetNode, Node } from '../../../syntax/node';

/** What a variable is: the arguments of a module, or a path from `config` or `options`. */
export type Meaning = { readonly kind: 'arguments' } | { readonly kind: 'path'; readonly path: readonly string[] };

/**
 * The variables at a place, the nearest first. Unlike those of `sources/scope`, which lead to the expressions that stand for names, these
 * say what the expressions come to: each is followed once for all of its uses, and the arguments of modules are told from others.
 */
export interface Scope {
  readonly names: ReadonlyMap<string, () => Meaning | undefined>;
  /** What a `with` brings, where this scope is one. */
  readonly opened: Meaning | undefined;
  readonly outer: Scope | undefined;
}

const ROOT: Meaning = { kind: 'path', path: [] };

/** What a variable means; undefined where nothing binds its name, so that only a `with` can bring it. */
export function lookUp(scope: Scope | undefined, name: string): { readonly meaning: Meaning | undefined } | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return { meaning: found() };
  }
  return undefined;
}

/** The paths that the `with`s around a place open. */
export function openedPaths(scope: Scope | undefined): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let at = scope; at !== undefined; at = at.outer) {
    if (at.opened?.kind === 'path' && at.opened.path.length > 0) found.push(at.opened.path);
  }
  return found;
}

function below(meaning: Meaning | undefined, names: readonly string[]): Meaning | undefined {
  const [first, ...more] = names;
  if (meaning === undefined || first === undefined) return meaning;
  if (meaning.kind === 'path') return { kind: 'path', path: [...meaning.path, ...names] };
  return first === 'config' || first === 'options' ? below(ROOT, more) : undefined;
}

/** What an expression means: a variable, or a selection from one whose names are all written out. */
export function meaningOf(node: Node, scope: Scope | undefined): Meaning | undefined {
  if (node.kind === 'variable') return lookUp(scope, node.name)?.meaning;
  if (node.kind !== 'select') return undefined;
  const names = node.path.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
  return names.length === node.path.length ? below(meaningOf(node.target, scope), names) : undefined;
}

function once(compute: () => Meaning | undefined): () => Meaning | undefined {
  let state: 'open' | 'running' | 'done' = 'open';
  let result: Meaning | undefined;
  return () => {
    // A variable that hangs on itself means nothing.
    if (state !== 'open') return result;
    state = 'running';
    result = compute();
    state = 'done';
    return result;
  };
}

/** The scope of the bindings of a `let` or a recursive set. */
export function bindingScope({ bindings }: LetNode | LegacyLetNode | AttrsNode, outer: Scope | undefined): Scope {
  const names = new Map<string, () => Meaning | undefined>();
  const scope: Scope = { names, opened: undefined, outer };
  for (const binding of bindings) addBinding(names, binding, scope);
  return scope;
}

function addBinding(names: Map<string, () => Meaning | undefined>, binding: Binding, scope: Scope): void {
  if (binding.kind === 'binding') {
    const [first, ...more] = binding.path;
    if (first?.kind !== 'name') return;
    names.set(first.name, more.length > 0 ? () => undefined : once(() => meaningOf(binding.value, scope)));
    return;
  }
  const { from } = binding;
  for (const name of binding.names) {
    if (name.kind !== 'name') continue;
    names.set(
      name.name,
      once(() =>
        from === undefined ? lookUp(scope.outer, name.name)?.meaning : below(meaningOf(from, scope), [name.name]),
      ),
    );
  }
}

/** The scope of a function's arguments; a module's are known, those of a submodule are those of another configuration. */
export function argumentScope({ name, formals }: LambdaNode, outer: Scope | undefined, isModule: boolean): Scope {
  const names = new Map<string, () => Meaning | undefined>();
  const takesModuleArguments = formals !== undefined || outer === undefined;
  if (name !== undefined) {
    names.set(name, () => (isModule && takesModuleArguments ? { kind: 'arguments' } : undefined));
  }
  for (const formal of formals?.formals ?? []) {
    const isRoot = isModule && (formal.name === 'config' || formal.name === 'options');
    names.set(formal.name, () => (isRoot ? ROOT : undefined));
  }
  return { names, opened: undefined, outer };
}

export function withScope(opened: Meaning | undefined, outer: Scope | undefined): Scope {
  return { names: new Map(), opened, outer };
}
