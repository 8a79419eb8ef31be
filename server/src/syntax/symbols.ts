import type { Language } from 'web-tree-sitter';
import { bindingBuilders } from './build-bindings';
import { expressionBuilders } from './build-expressions';
import { literalBuilders } from './build-literals';
import type { Builder } from './parts';

/** What the lowering does with a symbol of the grammar. */
export type GrammarSymbol =
  | BuildSymbol
  | { readonly role: 'fragment' | 'token' | 'name' | 'comment' | 'error'; readonly type: string };

export interface BuildSymbol {
  readonly role: 'build';
  readonly type: string;
  readonly build: Builder;
  /** Worth a look into an earlier tree. */
  readonly reusable: boolean;
  /** The text says all: its children are not looked at. */
  readonly leaf: boolean;
  /** The length of the quotes around a string. */
  readonly quotes: number | undefined;
}

/** Symbols that become an expression or binding of their own span, and hold more than a word. */
const REUSABLE: ReadonlySet<string> = new Set([
  ...Object.keys(expressionBuilders).filter((type) => type !== 'parenthesized_expression'),
  'string_expression',
  'indented_string_expression',
  'path_expression',
  'function_expression',
  'binding',
  'inherit',
  'inherit_from',
]);

const LEAVES: ReadonlySet<string> = new Set([
  'variable_expression',
  'integer_expression',
  'float_expression',
  'uri_expression',
  'spath_expression',
]);

const QUOTES: Readonly<Record<string, number>> = { string_expression: 1, indented_string_expression: 2 };

const BUILDERS = new Map(Object.entries({ ...literalBuilders, ...bindingBuilders, ...expressionBuilders }));
const FRAGMENTS: ReadonlySet<string> = new Set(['string_fragment', 'path_fragment']);
const ERROR: GrammarSymbol = { role: 'error', type: 'ERROR' };

function symbol(type: string): GrammarSymbol {
  const build = BUILDERS.get(type);
  if (build) {
    const reusable = REUSABLE.has(type);
    return { role: 'build', type, build, reusable, leaf: LEAVES.has(type), quotes: QUOTES[type] };
  }
  if (FRAGMENTS.has(type)) return { role: 'fragment', type };
  if (type === 'comment') return { role: 'comment', type };
  return { role: type === 'identifier' ? 'name' : 'token', type };
}

/** Finds a symbol by the number that the parser gives it; errors have one beyond all others. */
export function symbolTable(language: Language): (id: number) => GrammarSymbol {
  const table = Array.from({ length: language.nodeTypeCount }, (_, id) => symbol(language.types[id] ?? ''));
  return (id) => table[id] ?? ERROR;
}
