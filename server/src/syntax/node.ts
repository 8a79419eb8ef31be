import type { Span } from '../base/span';

/** Part of a string or path literal: cooked text (escapes and indentation resolved) or an interpolation. */
export type LiteralPart = TextPart | InterpolationPart;

export interface TextPart extends Span {
  readonly kind: 'text';
  readonly value: string;
}

export interface InterpolationPart extends Span {
  readonly kind: 'interpolation';
  readonly expr: Node;
}

/** A name in an attribute path: known from the text (`a`, `"a.b"`) or computed (`${x}`, `"a${x}"`). */
export type AttrName = StaticName | DynamicName;

export interface StaticName extends Span {
  readonly kind: 'name';
  readonly name: string;
  /** Written as a string literal. */
  readonly quoted: boolean;
}

export interface DynamicName extends Span {
  readonly kind: 'dynamic';
  readonly expr: Node;
}

export type Binding = AttrBinding | InheritBinding;

export interface AttrBinding extends Span {
  readonly kind: 'binding';
  readonly path: readonly AttrName[];
  readonly value: Node;
}

export interface InheritBinding extends Span {
  readonly kind: 'inherit';
  readonly from: Node | undefined;
  readonly names: readonly AttrName[];
}

export interface Formal extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly fallback: Node | undefined;
}

export interface IntNode extends Span {
  readonly kind: 'int';
  /** As written; a value beyond 64 bits is an evaluation error. */
  readonly text: string;
}

export interface FloatNode extends Span {
  readonly kind: 'float';
  readonly value: number;
}

export interface StringNode extends Span {
  readonly kind: 'string';
  readonly style: 'double' | 'indented';
  readonly parts: readonly LiteralPart[];
}

export interface UriNode extends Span {
  readonly kind: 'uri';
  readonly text: string;
}

/** `./a`, `/a`, `~/a`, `./a/${b}`. */
export interface PathNode extends Span {
  readonly kind: 'path';
  readonly parts: readonly LiteralPart[];
}

/** `<nixpkgs/lib>`; `text` is what stands between the angle brackets. */
export interface SearchPathNode extends Span {
  readonly kind: 'search-path';
  readonly text: string;
}

export interface VariableNode extends Span {
  readonly kind: 'variable';
  readonly name: string;
}

export interface SelectNode extends Span {
  readonly kind: 'select';
  readonly target: Node;
  readonly path: readonly AttrName[];
  readonly fallback: Node | undefined;
}

export interface HasNode extends Span {
  readonly kind: 'has';
  readonly target: Node;
  readonly path: readonly AttrName[];
}

export interface ApplyNode extends Span {
  readonly kind: 'apply';
  readonly fn: Node;
  readonly arg: Node;
}

export interface LambdaNode extends Span {
  readonly kind: 'lambda';
  /** `x:` or the name bound by `@`. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly formals: Formals | undefined;
  readonly body: Node;
}

export interface Formals extends Span {
  readonly formals: readonly Formal[];
  readonly ellipsis: boolean;
}

export interface LetNode extends Span {
  readonly kind: 'let';
  readonly bindings: readonly Binding[];
  readonly body: Node;
}

/** The old `let { …; body = …; }`. */
export interface LegacyLetNode extends Span {
  readonly kind: 'legacy-let';
  readonly bindings: readonly Binding[];
}

export interface WithNode extends Span {
  readonly kind: 'with';
  readonly scope: Node;
  readonly body: Node;
}

export interface AssertNode extends Span {
  readonly kind: 'assert';
  readonly condition: Node;
  readonly body: Node;
}

export interface IfNode extends Span {
  readonly kind: 'if';
  readonly condition: Node;
  readonly consequent: Node;
  readonly alternative: Node;
}

export interface AttrsNode extends Span {
  readonly kind: 'attrs';
  readonly recursive: boolean;
  readonly bindings: readonly Binding[];
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export type UnaryOperator = '!' | '-';

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '++'
  | '//'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | '->'
  | '|>'
  | '<|';

export interface UnaryNode extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Node;
}

export interface BinaryNode extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Text that did not parse; what could be read inside it is kept. */
export interface ErrorNode extends Span {
  readonly kind: 'error';
  readonly message: string;
  readonly children: readonly (Node | Binding)[];
}

/** An expression, lowered from the concrete tree: immutable, without parentheses, spans in UTF-16 offsets. */
export type Node =
  | IntNode
  | FloatNode
  | StringNode
  | UriNode
  | PathNode
  | SearchPathNode
  | VariableNode
  | SelectNode
  | HasNode
  | ApplyNode
  | LambdaNode
  | LetNode
  | LegacyLetNode
  | WithNode
  | AssertNode
  | IfNode
  | AttrsNode
  | ListNode
  | UnaryNode
  | BinaryNode
  | ErrorNode;

export interface ParseError extends Span {
  readonly message: string;
}

export interface Comment extends Span {
  /** Without the comment signs, trimmed. */
  readonly text: string;
}

/** A whole text, lowered. `root` is an error node for an empty text. */
export interface SyntaxTree {
  readonly text: string;
  readonly root: Node;
  readonly errors: readonly ParseError[];
  readonly comments: readonly Comment[];
}
