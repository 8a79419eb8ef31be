import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { Span } from '../base/span';
import { describeError, describeMissing } from './error-message';
import type { Binding, Comment, ErrorNode, Node, ParseError } from './node';
import { errorNode, expression, isBinding, type Part, type TokenPart } from './parts';
import { type Earlier, type Reuse, reuseOf } from './reuse';
import type { BuildSymbol, GrammarSymbol } from './symbols';

/** Nodes that stand deeper than this become an error, so that whoever walks the result may recurse. */
const MAX_DEPTH = 1500;

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
  /** How many errors were found before this node. */
  readonly errorsBefore: number;
}

/**
 * Lowers a concrete tree in one walk. The walk keeps its own stack: text may be nested as deeply as it likes.
 * Never throws; what did not parse is in `errors`. What stands unchanged in an earlier tree is taken from there.
 */
export function lowerTree(tree: Tree, text: string, symbols: SymbolTable, earlier?: Earlier): Lowered {
  const cursor = tree.walk();
  try {
    const found = newFindings();
    const read = reader(cursor, text, tree.rootNode.hasError, found, earlier && reuseOf(earlier));
    const part = walkTree(cursor, text, symbols, found, read);
    const root = part?.part === 'expression' || part?.part === 'error' ? part.node : unreadable(text);
    if (root.kind === 'error' && found.errors.length === 0) found.errors.push(root);
    const errors = found.errors.map(({ message, start, end }) => ({ message, start, end }));
    return { root, errors: errors.sort((a, b) => a.start - b.start), comments: found.comments };
  } finally {
    cursor.delete();
  }
}

function unreadable(text: string): ErrorNode {
  return errorNode({ start: 0, end: text.length }, 'syntax error', []);
}

interface Findings {
  readonly errors: ParseError[];
  readonly comments: Comment[];
}

function newFindings(): Findings {
  return { errors: [], comments: [] };
}

/** Visits every node once. `read` answers for a node that needs no descent. */
function walkTree(
  cursor: TreeCursor,
  text: string,
  symbols: SymbolTable,
  found: Findings,
  read: Reader,
): Part | undefined {
  const frames: Frame[] = [];
  const root: Part[] = [];
  let parts = root;
  for (let onNode = true; ; ) {
    if (onNode) {
      const symbol = symbols(cursor.nodeTypeId);
      const known = read(symbol, frames.length);
      if (!known) {
        const frame: Frame = {
          symbol,
          start: cursor.startIndex,
          end: cursor.endIndex,
          parts: [],
          errorsBefore: found.errors.length,
        };
        if (cursor.gotoFirstChild()) {
          frames.push(frame);
          parts = frame.parts;
          continue;
        }
        parts.push(build(frame, text, found));
      } else if (known !== 'nothing') parts.push(known);
    }
    onNode = cursor.gotoNextSibling();
    if (onNode) continue;
    const frame = frames.pop();
    if (!frame) return root[0];
    cursor.gotoParent();
    parts = frames.at(-1)?.parts ?? root;
    parts.push(build(frame, text, found));
  }
}

function build({ symbol, start, end, parts, errorsBefore }: Frame, text: string, found: Findings): Part {
  if (symbol.role === 'build') return symbol.build({ text, start, end, parts });
  const error = describeError({ text, start, end, parts }, found.errors.length > errorsBefore);
  if (error) found.errors.push(error);
  return { part: 'error', node: errorNode({ start, end }, error?.message ?? 'syntax error', readable(parts)) };
}

/** The expressions and bindings amid text that did not parse. */
function readable(parts: readonly Part[]): readonly (Node | Binding)[] {
  return parts.flatMap((part) => {
    if (part.part === 'expression') return [part.node];
    if (part.part === 'binding') return [part.binding];
    if (part.part === 'bindings') return part.bindings;
    if (part.part === 'interpolation') return [part.interpolation.expr];
    return part.part === 'error' ? part.node.children : [];
  });
}

/** The part that a node is without a look at its children; `undefined` where they are needed. */
type Reader = (symbol: GrammarSymbol, depth: number) => Part | 'nothing' | undefined;

function reader(cursor: TreeCursor, text: string, broken: boolean, found: Findings, reuse?: Reuse): Reader {
  const tokens = new Map<string, TokenPart>();

  const span = (): Span => ({ start: cursor.startIndex, end: cursor.endIndex });

  const missing = (type: string, { start, end }: Span) => {
    found.errors.push({ message: describeMissing(type), start, end });
  };

  const positioned = (type: string): TokenPart => {
    const { start, end } = span();
    if (start === end) missing(type, { start, end });
    return { part: 'token', type, start, end };
  };

  /** Keywords and signs matter by their type; where they stand is asked only in a broken text. */
  const token = (type: string): TokenPart => {
    if (broken) return positioned(type);
    const known = tokens.get(type) ?? { part: 'token', type, start: 0, end: 0 };
    tokens.set(type, known);
    return known;
  };

  const unchanged = (): Part | undefined => {
    const at = span();
    const reused = reuse?.(at);
    if (!reused || (broken && cursor.currentNode.hasError)) return undefined;
    found.comments.push(...reused.comments);
    const { item } = reused;
    return isBinding(item) ? { part: 'binding', binding: item } : expression(item, at);
  };

  const whole = (symbol: BuildSymbol, depth: number): Part | undefined => {
    const reused = reuse && symbol.reusable ? unchanged() : undefined;
    if (reused) return reused;
    if (symbol.leaf) {
      const at = span();
      if (at.start === at.end) missing(symbol.type, at);
      return symbol.build({ text, ...at, parts: [] });
    }
    if (depth >= MAX_DEPTH) return tooDeep(span(), found);
    return symbol.quotes !== undefined && !broken ? plainString(symbol, symbol.quotes, text, span()) : undefined;
  };

  return (symbol, depth) => {
    switch (symbol.role) {
      case 'build':
        return whole(symbol, depth);
      case 'error':
        return depth < MAX_DEPTH ? undefined : tooDeep(span(), found);
      case 'comment':
        found.comments.push(comment(text, span()));
        return 'nothing';
      case 'fragment':
        return { part: 'fragment', ...span() };
      case 'name':
        return positioned(symbol.type);
      case 'token':
        return token(symbol.type);
    }
  };
}

function tooDeep(at: Span, found: Findings): Part {
  const message = `nested too deeply: more than ${MAX_DEPTH} levels`;
  found.errors.push({ message, start: at.start, end: at.end });
  return expression(errorNode(at, message, []), at);
}

/** A string without interpolations is one fragment, if any. */
function plainString(symbol: BuildSymbol, quotes: number, text: string, at: Span): Part | undefined {
  if (text.slice(at.start, at.end).includes('${')) return undefined;
  const fragment = { part: 'fragment', start: at.start + quotes, end: at.end - quotes } as const;
  return symbol.build({ text, start: at.start, end: at.end, parts: fragment.start < fragment.end ? [fragment] : [] });
}

function comment(text: string, { start, end }: Span): Comment {
  const raw = text.slice(start, end);
  return { text: raw.startsWith('#') ? raw.slice(1).trim() : raw.slice(2, -2).trim(), start, end };
}
