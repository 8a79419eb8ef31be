import type { Span } from '../base/span';
import { doubleQuotedPieces, indentedPieces, joinPieces, type Piece } from './literal-text';
import type { LiteralPart } from './node';
import { type Builder, errorNode, expression, operand, type Source } from './parts';

function written({ text, start, end }: Source): string {
  return text.slice(start, end);
}

/** Fragments and interpolations; `cook` gives a fragment's text, and empty text is no part. */
function literalParts(source: Source, cook: (fragment: Span, index: number) => string): readonly LiteralPart[] {
  const pieces = source.parts.filter((part) => part.part === 'fragment' || part.part === 'interpolation');
  return pieces.flatMap((part, index): LiteralPart[] => {
    if (part.part === 'interpolation') return [part.interpolation];
    const value = cook(part, index);
    return value === '' ? [] : [{ kind: 'text', value, start: part.start, end: part.end }];
  });
}

function doubleQuoted(text: string, fragment: Span): string {
  const raw = text.slice(fragment.start, fragment.end);
  return raw.includes('\\') || raw.includes('\r') ? joinPieces(doubleQuotedPieces(text, fragment)) : raw;
}

function cookIndented(source: Source): readonly (readonly Piece[] | undefined)[] {
  const fragments = source.parts.flatMap((part): (Span | undefined)[] => {
    if (part.part === 'fragment') return [part];
    return part.part === 'interpolation' ? [undefined] : [];
  });
  return indentedPieces(source.text, fragments);
}

export const literalBuilders: Readonly<Record<string, Builder>> = {
  integer_expression: (source) =>
    expression({ kind: 'int', text: written(source), start: source.start, end: source.end }, source),

  float_expression: (source) =>
    expression({ kind: 'float', value: Number(written(source)), start: source.start, end: source.end }, source),

  uri_expression: (source) =>
    expression({ kind: 'uri', text: written(source), start: source.start, end: source.end }, source),

  spath_expression: (source) =>
    expression(
      { kind: 'search-path', text: written(source).slice(1, -1), start: source.start, end: source.end },
      source,
    ),

  path_expression: (source) => {
    const parts = literalParts(source, (fragment) => source.text.slice(fragment.start, fragment.end));
    return expression({ kind: 'path', parts, start: source.start, end: source.end }, source);
  },

  string_expression: (source) => {
    const parts = literalParts(source, (fragment) => doubleQuoted(source.text, fragment));
    return expression({ kind: 'string', style: 'double', parts, start: source.start, end: source.end }, source);
  },

  indented_string_expression: (source) => {
    const cooked = cookIndented(source);
    const parts = literalParts(source, (_, index) => joinPieces(cooked[index] ?? []));
    return expression({ kind: 'string', style: 'indented', parts, start: source.start, end: source.end }, source);
  },

  interpolation: (source) => ({
    part: 'interpolation',
    interpolation: { kind: 'interpolation', expr: operand(source, 0), start: source.start, end: source.end },
  }),

  variable_expression: (source) => {
    const name = written(source);
    if (name === '') return expression(errorNode(source, 'missing expression', []), source);
    return expression({ kind: 'variable', name, start: source.start, end: source.end }, source);
  },
};
