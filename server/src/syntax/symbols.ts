import type { Language } from 'web-tree-sitter';
import { bindingBuilders } from './build-bindings';
import { expressionBuilders } from './build-expressions';
import { literalBuilders } from './build-literals';
import type { Builder } from './parts';

/** What the lowering does with a symbol of the grammar. */
export type GrammarSymbol =
  | { readonly role: 'build'; readonly type: string; readonly build: Builder; readonly reusable: boolean }
  | { readonly role: 'fragment' | 'token' | 'name' | 'comment' | 'error'; readonly type: string };

/** Symbols that become an expression or binding with their own span, and hold enough to be worth a look into an earlier tree. */
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

const BUILDERS = new Map(Object.entries({ ...literalBuilders, ...bindingBuilders, ...expressionBuilders }));
const FRAGMENTS: ReadonlySet<string> = new Set(['string_fragment', 'path_fragment']);
const ERROR: GrammarSymbol = { role: 'error', type: 'ERROR' };

function symbol(type: string): GrammarSymbol {
  const build = BUILDERS.get(type);
  if (build) return { role: 'build', type, build, reusable: REUSABLE.has(type) };
  if (FRAGMENTS.has(type)) return { role: 'fragment', type };
  if (type === 'comment') return { role: 'comment', type };
  return { role: type === 'identifier' ? 'name' : 'token', type };
}

/** Finds a symbol by the number that the parser gives it; errors have one beyond all others. */
export function symbolTable(language: Language): (id: number) => GrammarSymbol {
  const table = Array.from({ length: language.nodeTypeCount }, (_, id) => symbol(language.types[id] ?? ''));
  return (id) => table[id] ?? ERROR;
}
