import { walk } from '../../../syntax/children';
import type { AttrBinding, Binding, ListNode, Node } from '../../../syntax/node';
import { known, type PathName, type PathUse, pathName } from './path-use';
import { calleeName } from './selections';

/** Functions of lib that give their last argument as it is, under conditions and priorities. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  ...['mkIf', 'mkForce', 'mkDefault', 'mkOverride', 'mkBefore', 'mkAfter', 'mkOrder', 'mkVMOverride'],
  ...['mkOptionDefault', 'optionalAttrs', 'mkMerge', 'recursiveUpdate', 'mkAssert'],
]);

/** Names of lists that hold modules. */
const MODULE_LISTS: ReadonlySet<string> = new Set(['imports', 'modules', 'sharedModules', 'extraModules']);

/** What stands before the options of a configuration inside of another; `*` is any name. */
const NESTED: readonly (readonly string[])[] = [
  ['config'],
  ['options'],
  ['outputs'],
  ['nodes', '*'],
  ['defaults'],
  ['containers', '*', 'config'],
  ['specialisation', '*', 'configuration'],
  ['home-manager', 'users', '*'],
  ['virtualisation', 'vmVariant'],
  ['flake', 'nixosModules', '*'],
  ['flake', 'homeModules', '*'],
  ['nixosModules', '*'],
  ['homeModules', '*'],
  ['homeManagerModules', '*'],
];

type Root = 'config' | 'options';

interface Inside {
  readonly path: readonly PathName[];
  readonly root: Root;
}

interface Walk {
  readonly variables: ReadonlyMap<string, Node>;
  /** Values that were followed on the way. */
  readonly followed: readonly Node[];
}

type Uses = readonly PathUse[];

const NONE: Uses = [];

const TOP: Inside = { path: [], root: 'config' };

/** Every path of options that a file's modules declare or define, as far as it is written out. */
export function definitions(root: Node): Uses {
  return inModule({ variables: variablesOf(root), followed: [] }, root, TOP);
}

/** The values of all variables of a file by name; where two have one name, neither is followed. */
function variablesOf(root: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const twice = new Set<string>();
  walk(root, (item) => {
    if (item.kind !== 'let') return;
    for (const binding of item.bindings) {
      const [name, ...more] = binding.kind === 'binding' ? binding.path : [];
      if (binding.kind !== 'binding' || name?.kind !== 'name' || more.length > 0) continue;
      if (found.has(name.name)) twice.add(name.name);
      found.set(name.name, binding.value);
    }
  });
  for (const name of twice) found.delete(name);
  return found;
}

/** A module, or a part of one under a path. */
function inModule(state: Walk, node: Node, inside: Inside): Uses {
  switch (node.kind) {
    case 'lambda':
    case 'let':
    case 'with':
    case 'assert':
      return inModule(state, node.body, inside);
    case 'if':
      return [...inModule(state, node.consequent, inside), ...inModule(state, node.alternative, inside)];
    case 'attrs':
      return node.bindings.flatMap((each) => inBinding(state, each, inside));
    case 'binary':
      if (node.operator !== '//') return NONE;
      return [...inModule(state, node.left, inside), ...inModule(state, node.right, inside)];
    case 'variable': {
      const value = state.variables.get(node.name);
      if (value === undefined || state.followed.includes(value)) return NONE;
      return inModule({ ...state, followed: [...state.followed, value] }, value, inside);
    }
    case 'apply':
      return inApplied(state, node.fn, node.arg, inside);
    default:
      return NONE;
  }
}

function inApplied(state: Walk, fn: Node, arg: Node, inside: Inside): Uses {
  const name = calleeName(fn.kind === 'apply' ? fn.fn : fn) ?? '';
  if (!TRANSPARENT.has(name)) return modulesWithin(state, arg);
  const first = name === 'recursiveUpdate' && fn.kind === 'apply' ? inModule(state, fn.arg, inside) : NONE;
  const items = name === 'mkMerge' && arg.kind === 'list' ? arg.items : [arg];
  return [...first, ...items.flatMap((item) => inModule(state, item, inside))];
}

/** The modules in the arguments of a function such as `nixosSystem { modules = [ … ]; }`. */
function modulesWithin(state: Walk, arg: Node): Uses {
  if (arg.kind !== 'attrs') return NONE;
  return arg.bindings.flatMap((each) => {
    const [name, ...more] = each.kind === 'binding' ? each.path : [];
    if (each.kind !== 'binding' || name?.kind !== 'name' || more.length > 0) return NONE;
    if (MODULE_LISTS.has(name.name) && each.value.kind === 'list') return inModules(state, each.value);
    return each.value.kind === 'apply' ? inApplied(state, each.value.fn, each.value.arg, TOP) : NONE;
  });
}

function inModules(state: Walk, { items }: ListNode): Uses {
  return items.flatMap((item) => inModule(state, item, TOP));
}

/** The path without what stands before the options of the configuration that it is in. */
function stripped({ path, root }: Inside): Inside {
  for (const prefix of NESTED) {
    const fits = prefix.every((name, index) => index in path && (name === '*' || path[index]?.name === name));
    if (!fits) continue;
    return stripped({ path: path.slice(prefix.length), root: prefix[0] === 'options' ? 'options' : 'config' });
  }
  return { path, root };
}

function below({ path, root }: Inside, names: readonly PathName[]): Inside {
  return stripped({ path: [...path, ...names], root });
}

function inBinding(state: Walk, each: Binding, inside: Inside): Uses {
  if (each.kind === 'inherit') {
    return each.names.flatMap((name) =>
      use(below(inside, [pathName(name)]).path, 1, { kind: 'inherited-definition', binding: each }),
    );
  }
  const last = each.path.at(-1);
  if (last?.kind === 'name' && MODULE_LISTS.has(last.name) && each.value.kind === 'list' && inside.path.length === 0) {
    return inModules(state, each.value);
  }
  const next = below(inside, each.path.map(pathName));
  const inner = { ...next, path: known(next.path.map(({ name }) => name)) };
  return [...use(next.path, each.path.length, formOf(next.root, each)), ...inModule(state, each.value, inner)];
}

function formOf(root: Root, { value }: AttrBinding): PathUse['form'] {
  return root === 'config' ? { kind: 'definition' } : { kind: 'declaration', declared: isOption(value) };
}

/** Whether an expression makes an option: `mkOption { … }`, `mkEnableOption "…" // { … }`. */
function isOption(value: Node): boolean {
  if (value.kind === 'binary') return value.operator === '//' && isOption(value.left);
  return value.kind === 'apply' && !TRANSPARENT.has(calleeName(value.fn) ?? '');
}

/** `own` names at the end of a path are written there. */
function use(path: readonly PathName[], own: number, form: PathUse['form']): Uses {
  return path.length === 0 ? NONE : [{ path, own: Math.max(0, path.length - own), form }];
}
