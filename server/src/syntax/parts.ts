import type { Span } from '../base/span';
import type { AttrName, Binding, ErrorNode, Formal, Formals, InterpolationPart, Node } from './node';

/** What a node of the concrete tree became; the parts of a node are built into its own part. */
export type Part =
  | TokenPart
  | ({ readonly part: 'fragment' } & Span)
  | ({ readonly part: 'expression'; readonly node: Node } & Span)
  | { readonly part: 'binding'; readonly binding: Binding }
  | { readonly part: 'bindings'; readonly bindings: readonly Binding[] }
  | { readonly part: 'names'; readonly names: readonly AttrName[] }
  | { readonly part: 'interpolation'; readonly interpolation: InterpolationPart }
  | { readonly part: 'formal'; readonly formal: Formal }
  | { readonly part: 'formals'; readonly formals: Formals }
  | { readonly part: 'error'; readonly node: ErrorNode };

/** A keyword, a sign or a name. `type` is the name of the symbol in the grammar. */
export interface TokenPart extends Span {
  readonly part: 'token';
  readonly type: string;
}

/** A node of the concrete tree whose children are built. */
export interface Source extends Span {
  readonly text: string;
  readonly parts: readonly Part[];
}

export type Builder = (source: Source) => Part;

export function expression(node: Node, { start, end }: Span): Part {
  return { part: 'expression', node, start, end };
}

/** The operands of a node, in order. Where one is missing, text that did not parse stands for it, or nothing. */
export function operands({ parts }: Source): readonly Node[] {
  return parts.flatMap((part) => (part.part === 'expression' ? [part.node] : []));
}

/** The operand at an index. */
export function operand(source: Source, index: number): Node {
  let before = 0;
  for (const part of source.parts) {
    if (part.part === 'expression' && before++ === index) return part.node;
  }
  return absent(source);
}

function absent(source: Source): ErrorNode {
  const error = source.parts.find((part) => part.part === 'error');
  return error?.node ?? errorNode({ start: source.end, end: source.end }, 'missing expression', []);
}

export function errorNode({ start, end }: Span, message: string, children: ErrorNode['children']): ErrorNode {
  return { kind: 'error', message, children, start, end };
}

export function hasToken({ parts }: Source, type: string): boolean {
  return parts.some((part) => part.part === 'token' && part.type === type);
}

export function identifier({ parts }: Source): TokenPart | undefined {
  return parts.find((part): part is TokenPart => part.part === 'token' && part.type === 'identifier');
}

/** The bindings of a set or a `let`, with those that stand amid text that did not parse. */
export function bindingsOf({ parts }: Source): readonly Binding[] {
  return parts.flatMap((part) => {
    if (part.part === 'binding') return [part.binding];
    if (part.part === 'bindings') return part.bindings;
    if (part.part === 'error') return part.node.children.filter(isBinding);
    return [];
  });
}

export function isBinding(item: Node | Binding): item is Binding {
  return item.kind === 'binding' || item.kind === 'inherit';
}
