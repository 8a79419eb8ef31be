import type { Span } from '../../../base/span';
import { children } from '../../../syntax/children';
import type { Binding, HasNode, InheritBinding, LambdaNode, Node, SelectNode } from '../../../syntax/node';
import { known, type PathName, type PathUse, pathName } from './path-use';
import { argumentScope, bindingScope, lookUp, meaningOf, openedPaths, type Scope, withScope } from './scope';

/** Functions whose argument is a module of its own, with a `config` of its own. */
const SUBMODULES: ReadonlySet<string> = new Set(['submodule', 'submoduleWith']);

/** Where an expression stands. */
interface Place {
  readonly scope: Scope | undefined;
  /** Inside of a submodule, whose arguments are not those of the file. */
  readonly inner: boolean;
}

type Uses = readonly PathUse[];

const NONE: Uses = [];

/** Every path from `config` or `options` that a file reads. */
export function selections(root: Node): Uses {
  return inNode(root, { scope: undefined, inner: false });
}

function inNode(node: Node, place: Place): Uses {
  const { scope } = place;
  switch (node.kind) {
    case 'variable':
      return ofVariable(node.name, node, scope);
    case 'select':
    case 'has':
      return ofSelection(node, place);
    case 'lambda':
      return inLambda(node, place);
    case 'let': {
      const within = { ...place, scope: bindingScope(node, scope) };
      return [...inBindings(node.bindings, within, within, true), ...inNode(node.body, within)];
    }
    case 'legacy-let': {
      const within = { ...place, scope: bindingScope(node, scope) };
      return inBindings(node.bindings, within, within, true);
    }
    case 'attrs': {
      const within = node.recursive ? { ...place, scope: bindingScope(node, scope) } : place;
      return inBindings(node.bindings, within, place, false);
    }
    case 'with': {
      const opened = meaningOf(node.scope, scope);
      const own = opened !== undefined && node.scope.kind === 'variable' ? NONE : inNode(node.scope, place);
      return [...own, ...inNode(node.body, { ...place, scope: withScope(opened, scope) })];
    }
    case 'apply': {
      const isSubmodule = SUBMODULES.has(calleeName(node.fn) ?? '');
      return [...inNode(node.fn, place), ...inNode(node.arg, isSubmodule ? { ...place, inner: true } : place)];
    }
    default:
      return children(node).flatMap((child) => inItem(child, place));
  }
}

function isNode(item: Node | Binding): item is Node {
  return item.kind !== 'binding' && item.kind !== 'inherit';
}

function inItem(item: Node | Binding, place: Place): Uses {
  return isNode(item) ? inNode(item, place) : inBindings([item], place, place, false);
}

function inLambda(node: LambdaNode, place: Place): Uses {
  const within = { ...place, scope: argumentScope(node, place.scope, !place.inner) };
  return children(node).flatMap((child) => inItem(child, within));
}

/** The last name of what is called: `submodule` for `lib.types.submodule`. */
export function calleeName(node: Node): string | undefined {
  if (node.kind === 'variable') return node.name;
  const last = node.kind === 'select' ? node.path.at(-1) : undefined;
  return last?.kind === 'name' ? last.name : undefined;
}

/** `names`: the bindings are those of variables, not of a set. `outer` is where a plain `inherit` looks. */
function inBindings(bindings: readonly Binding[], place: Place, outer: Place, names: boolean): Uses {
  return bindings.flatMap((binding) => {
    if (binding.kind === 'inherit') return inInherit(binding, binding.from === undefined ? outer : place, names);
    const computed = binding.path.flatMap((name) => (name.kind === 'dynamic' ? inNode(name.expr, place) : []));
    // Another name for a path is no use of it.
    const isAlias = names && binding.value.kind === 'variable';
    return isAlias ? computed : [...computed, ...inNode(binding.value, place)];
  });
}

function inInherit(binding: InheritBinding, place: Place, names: boolean): Uses {
  const { from } = binding;
  const written = binding.names.flatMap((name) => (name.kind === 'name' ? [name] : []));
  if (from === undefined) return names ? NONE : written.flatMap((name) => ofVariable(name.name, name, place.scope));
  const meaning = meaningOf(from, place.scope);
  const own = from.kind === 'variable' && meaning !== undefined ? NONE : inNode(from, place);
  if (meaning?.kind !== 'path') return own;
  const { path } = meaning;
  return [
    ...own,
    ...written.map((name): PathUse => {
      return { path: [...known(path), pathName(name)], own: path.length, form: { kind: 'inherit', binding } };
    }),
  ];
}

function ofVariable(name: string, { start, end }: Span, scope: Scope | undefined): Uses {
  const found = lookUp(scope, name);
  if (found === undefined) {
    const own: PathName = { name, span: { start, end }, quoted: false };
    return openedPaths(scope).map((path) => ({
      path: [...known(path), own],
      own: path.length,
      form: { kind: 'with' },
    }));
  }
  const { meaning } = found;
  if (meaning?.kind !== 'path' || meaning.path.length === 0) return NONE;
  const last: PathName = { name: meaning.path.at(-1), span: { start, end }, quoted: false };
  return [{ path: [...known(meaning.path.slice(0, -1)), last], own: meaning.path.length, form: { kind: 'escape' } }];
}

function ofSelection(node: SelectNode | HasNode, place: Place): Uses {
  const meaning = meaningOf(node.target, place.scope);
  const inside = [
    ...(meaning !== undefined && node.target.kind === 'variable' ? NONE : inNode(node.target, place)),
    ...node.path.flatMap((name) => (name.kind === 'dynamic' ? inNode(name.expr, place) : [])),
    ...(node.kind === 'select' && node.fallback !== undefined ? inNode(node.fallback, place) : []),
  ];
  if (meaning === undefined) return inside;
  const [first, ...more] = node.path;
  const isRoot = first?.kind === 'name' && (first.name === 'config' || first.name === 'options');
  const names = meaning.kind === 'path' ? node.path : isRoot ? more : [];
  if (names.length === 0) return inside;
  const before = meaning.kind === 'path' ? meaning.path : [];
  const use: PathUse = {
    path: [...known(before), ...names.map(pathName)],
    own: before.length,
    form: { kind: 'selection' },
  };
  return [...inside, use];
}
