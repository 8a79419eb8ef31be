import type { Tree, TreeCursor } from 'web-tree-sitter';
import { describeError, describeMissing } from './error-message';
import type { Comment, Node, ParseError } from './node';
import { errorNode, expression, isBinding, type Part, type TokenPart } from './parts';
import { type Earlier, type Reuse, reuseOf } from './reuse';
import type { GrammarSymbol } from './symbols';

/** Nodes that stand deeper than this become an error, so that whoever walks the result may recurse. */
export const MAX_DEPTH = 1500;

export interface Lowered {
  readonly root: Node;
  readonly errors: readonly ParseError[];
  readonly comments: readonly Comment[];
}

export type SymbolTable = (id: number) => GrammarSymbol;

/** A node of the concrete tree whose children are being read. */
interface Frame {
  readonly symbol: GrammarSymbol;
  readonly start: number;
  readonly end: number;
  readonly parts: Part[];
}

function comment(text: string, start: number, end: number): Comment {
  const raw = text.slice(start, end);
  return { text: raw.startsWith('#') ? raw.slice(1).trim() : raw.slice(2, -2).trim(), start, end };
}

/**
 * Lowers a concrete tree in one walk. The walk keeps its own stack: text may be nested as deeply as it likes.
 * Never throws; what did not parse is in `errors`. What stands unchanged in an earlier tree is taken from there.
 */
export function lowerTree(tree: Tree, text: string, symbols: SymbolTable, earlier?: Earlier): Lowered {
  const cursor = tree.walk();
  try {
    return lower(cursor, tree.rootNode.hasError, text, symbols, earlier && reuseOf(earlier));
  } finally {
    cursor.delete();
  }
}

function lower(cursor: TreeCursor, broken: boolean, text: string, symbols: SymbolTable, reuse?: Reuse): Lowered {
  const errors: ParseError[] = [];
  const comments: Comment[] = [];
  const tokens = new Map<string, TokenPart>();
  const frames: Frame[] = [];
  const root: Part[] = [];

  /** Keywords and signs matter by their type; where they stand is asked only in a broken text. */
  const token = (type: string): TokenPart => {
    if (broken) {
      const { startIndex: start, endIndex: end } = cursor;
      if (start === end && cursor.nodeIsMissing) errors.push({ message: describeMissing(type), start, end });
      return { part: 'token', type, start, end };
    }
    const known = tokens.get(type) ?? { part: 'token', type, start: 0, end: 0 };
    tokens.set(type, known);
    return known;
  };

  const leaf = (symbol: GrammarSymbol): Part | undefined => {
    if (symbol.role === 'token') return token(symbol.type);
    const { startIndex: start, endIndex: end } = cursor;
    if (symbol.role === 'comment') {
      comments.push(comment(text, start, end));
      return undefined;
    }
    if (symbol.role === 'fragment') return { part: 'fragment', start, end };
    if (start === end && cursor.nodeIsMissing) {
      const what = frames.at(-1)?.symbol.type === 'variable_expression' ? 'variable_expression' : symbol.type;
      errors.push({ message: describeMissing(what), start, end });
    }
    return { part: 'token', type: symbol.type, start, end };
  };

  const close = ({ symbol, start, end, parts }: Frame): Part => {
    if (symbol.role === 'build') return symbol.build({ text, start, end, parts });
    const error = describeError(text, start, end, parts);
    errors.push(error);
    const children = parts.flatMap((part) => {
      if (part.part === 'expression') return [part.node];
      if (part.part === 'binding') return [part.binding];
      if (part.part === 'bindings') return part.bindings;
      if (part.part === 'interpolation') return [part.interpolation.expr];
      return part.part === 'error' ? part.node.children : [];
    });
    return { part: 'error', node: errorNode({ start, end }, error.message, children) };
  };

  const tooDeep = (): Part => {
    const { startIndex: start, endIndex: end } = cursor;
    const message = `nested too deeply: more than ${MAX_DEPTH} levels`;
    errors.push({ message, start, end });
    return expression(errorNode({ start, end }, message, []), { start, end });
  };

  const unchanged = (symbol: GrammarSymbol): Part | undefined => {
    if (!reuse || symbol.role !== 'build' || !symbol.reusable) return undefined;
    const span = { start: cursor.startIndex, end: cursor.endIndex };
    const reused = reuse(span);
    if (!reused || (broken && cursor.currentNode.hasError)) return undefined;
    comments.push(...reused.comments);
    const { item } = reused;
    return isBinding(item) ? { part: 'binding', binding: item } : expression(item, span);
  };

  let parts = root;
  let descending = true;
  for (;;) {
    if (descending) {
      const symbol = symbols(cursor.nodeTypeId);
      const reused = unchanged(symbol);
      if (reused) parts.push(reused);
      else if (symbol.role === 'build' || symbol.role === 'error') {
        if (frames.length < MAX_DEPTH) {
          const frame: Frame = { symbol, start: cursor.startIndex, end: cursor.endIndex, parts: [] };
          if (cursor.gotoFirstChild()) {
            frames.push(frame);
            parts = frame.parts;
            continue;
          }
          parts.push(close(frame));
        } else parts.push(tooDeep());
      } else {
        const part = leaf(symbol);
        if (part) parts.push(part);
      }
    }
    descending = cursor.gotoNextSibling();
    if (descending) continue;
    const frame = frames.pop();
    if (!frame) break;
    cursor.gotoParent();
    parts = frames.at(-1)?.parts ?? root;
    parts.push(close(frame));
  }

  const node = rootNode(root[0], text);
  if (node.kind === 'error' && errors.length === 0)
    errors.push({ message: node.message, start: node.start, end: node.end });
  return { root: node, errors: errors.sort((a, b) => a.start - b.start), comments };
}

function rootNode(part: Part | undefined, text: string): Node {
  if (part?.part === 'expression' || part?.part === 'error') return part.node;
  return errorNode({ start: 0, end: text.length }, 'syntax error', []);
}
