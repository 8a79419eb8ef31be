import type { StringNode } from './node';

/** The whole text of a literal without interpolations. */
export function plainLiteral({ parts }: StringNode): string | undefined {
  const [part, ...more] = parts;
  if (part === undefined) return '';
  return more.length === 0 && part.kind === 'text' ? part.value : undefined;
}
