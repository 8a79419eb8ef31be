import { filePath, fileUri } from '../../base/uri';
import { dirName, resolvePath } from '../../nix/paths';
import { staticNames } from '../../syntax/find';
import type { AttrsNode, Binding, Node, SyntaxTree } from '../../syntax/node';
import type { Setting, SettingValue } from '../harden/measures';
import type { Snapshot } from '../snapshot';

/** A set that a `let` gives a name, and those of its values that are literals. */
export interface NamedSet {
  readonly name: string;
  readonly settings: readonly Setting[];
}

interface Source {
  readonly tree: SyntaxTree;
  readonly uri: string;
}

interface Found {
  readonly set: AttrsNode;
  readonly source: Source;
}

/** Bindings lead on this far: a name that is another's, a file that imports a file. */
const FARTHEST = 4;

/** The sets that names stand for inside of the items around a place, as far as the text and the files that it imports tell. */
export function namedSets(
  source: Source,
  around: readonly (Node | Binding)[],
  document: Snapshot['document'],
): readonly NamedSet[] {
  const seen = new Set<string>();
  const bindings = around.toReversed().flatMap((item) => (item.kind === 'let' ? item.bindings : []));
  return bindings.flatMap((binding) =>
    namesOf(binding).flatMap((name) => {
      if (seen.has(name)) return [];
      seen.add(name);
      const sets = setsGiven(binding, name, around, source, document, 0);
      return sets.length === 0 ? [] : [{ name, settings: settingsOf(sets) }];
    }),
  );
}

function namesOf(binding: Binding): readonly string[] {
  return binding.kind === 'inherit'
    ? staticNames(binding.names)
    : staticNames(binding.path).slice(0, binding.path.length === 1 ? 1 : 0);
}

/** The sets that make a name's value, what wins last. */
function setsGiven(
  binding: Binding,
  name: string,
  around: readonly (Node | Binding)[],
  source: Source,
  document: Snapshot['document'],
  depth: number,
): readonly Found[] {
  if (binding.kind === 'binding') return setsOf(binding.value, around, source, document, depth + 1);
  if (binding.from === undefined) return [];
  return setsOf(binding.from, around, source, document, depth + 1).flatMap((found) =>
    found.set.bindings
      .filter((inner) => namesOf(inner).includes(name))
      .flatMap((inner) => setsGiven(inner, name, [], found.source, document, depth + 1)),
  );
}

function setsOf(
  node: Node,
  around: readonly (Node | Binding)[],
  source: Source,
  document: Snapshot['document'],
  depth: number,
): readonly Found[] {
  if (depth > FARTHEST) return [];
  const next = (inner: Node, from = source): readonly Found[] =>
    setsOf(inner, from === source ? around : [], from, document, depth + 1);
  switch (node.kind) {
    case 'attrs':
      return [{ set: node, source }];
    case 'binary':
      return node.operator === '//' ? [...next(node.left), ...next(node.right)] : [];
    case 'variable': {
      const binding = around
        .flatMap((item) => (item.kind === 'let' ? item.bindings : []))
        .findLast((one) => namesOf(one).includes(node.name));
      return binding === undefined ? [] : setsGiven(binding, node.name, around, source, document, depth);
    }
    case 'apply': {
      const call = node.fn.kind === 'apply' ? node.fn : node;
      const file = imported(call, source, document);
      return file === undefined ? [] : next(withoutArguments(file.tree.root), file);
    }
    default:
      return [];
  }
}

function withoutArguments(node: Node): Node {
  return node.kind === 'lambda' ? withoutArguments(node.body) : node;
}

/** The document of `import ./file.nix`. */
function imported(
  { fn, arg }: Extract<Node, { kind: 'apply' }>,
  { uri }: Source,
  document: Snapshot['document'],
): Source | undefined {
  const [part, ...more] = arg.kind === 'path' ? arg.parts : [];
  const path = filePath(uri);
  const isImport = fn.kind === 'variable' && fn.name === 'import';
  if (!isImport || part?.kind !== 'text' || more.length > 0 || path === undefined) return undefined;
  return document(fileUri(resolvePath(dirName(path), part.value)));
}

function settingsOf(sets: readonly Found[]): readonly Setting[] {
  const settings = new Map<string, Setting>();
  for (const { set } of sets) {
    for (const binding of set.bindings) {
      const [key] = namesOf(binding);
      const value = binding.kind === 'binding' ? literal(binding.value) : undefined;
      if (key !== undefined && value !== undefined) settings.set(key, { key, value, breaks: '' });
    }
  }
  return [...settings.values()];
}

function literal(node: Node): SettingValue | undefined {
  if (node.kind === 'variable') return node.name === 'true' ? true : node.name === 'false' ? 'false' : undefined;
  if (node.kind === 'int') return node.text;
  if (node.kind === 'string') {
    const texts = node.parts.map((part) => (part.kind === 'text' ? part.value : undefined));
    return texts.includes(undefined) ? undefined : texts.join('');
  }
  if (node.kind === 'apply') return literal(node.arg);
  if (node.kind !== 'list') return undefined;
  const items = node.items.map(literal).filter((item) => typeof item === 'string');
  return items.length === node.items.length ? items : undefined;
}
