import { contains, type LineMap, type Range, rangeOf, type Span } from '../../base/span';
import type { Scope } from '../../units/model';
import { unitName } from './unit-name';

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

export type Place = Pick<Occurrence, 'name' | 'role' | 'scope'>;

/** An occurrence whose text is the name's, from its first character on. */
export function written(lines: LineMap, place: Place, span: Span, bare: boolean): Occurrence {
  const length = unitName(place.name)?.base.length ?? 0;
  const base = rangeOf(lines, { start: span.start, end: span.start + length });
  return { ...place, span, range: rangeOf(lines, span), base, bare };
}

/** An occurrence that an expression makes, or that has no text of its own. */
export function computed(lines: LineMap, place: Place, span: Span): Occurrence {
  return { ...place, span, range: rangeOf(lines, span), base: undefined, bare: false };
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
