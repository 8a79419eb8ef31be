import { contains, type Range, type Span } from '../../base/span';
import type { Scope } from '../../units/model';

/** A place where a unit's name is written, or made by an expression. */
export interface Occurrence {
  /** With its ending, which need not be written there: `foo.service`. */
  readonly name: string;
  readonly role: 'declaration' | 'alias' | 'reference';
  /** Undefined where the text does not tell: a unit of that name in any scope is meant. */
  readonly scope: Scope | undefined;
  /** What is written, without quotes. */
  readonly span: Span;
  readonly range: Range;
  /** What of it a rename writes anew: all before the `@` or the type. Undefined where the name is not written as it is. */
  readonly base: Range | undefined;
  /** Written as a Nix name, without quotes. */
  readonly bare: boolean;
}

/** The occurrence at an offset, the shortest where several cover it. */
export function occurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  const length = ({ span }: Occurrence): number => span.end - span.start;
  return occurrences
    .filter(({ span }) => contains(span, offset))
    .reduce<Occurrence | undefined>(
      (best, each) => (best === undefined || length(each) < length(best) ? each : best),
      undefined,
    );
}
