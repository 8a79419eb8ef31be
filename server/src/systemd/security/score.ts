import data from '../../../data/security.json';
import type { RowFacts } from './badness';

export interface Judged {
  readonly row: RowFacts;
  /** Undefined when the row does not apply. */
  readonly badness: number | undefined;
}

/** The sum of the weights of the rows that apply. */
export function weightOf(judged: readonly Judged[]): number {
  return judged.reduce((sum, { row, badness }) => (badness === undefined ? sum : sum + row.weight), 0);
}

/** The overall exposure, from 0 to 100 (analyze-security.c: assess). */
export function overallOf(judged: readonly Judged[]): number {
  const bad = judged.reduce((sum, { row, badness = 0 }) => sum + Math.ceil((badness * row.weight) / row.range), 0);
  return Math.ceil((bad * 100) / weightOf(judged));
}

/** What one row adds to the overall exposure, from 0 to 100. */
export function exposureOf({ row, badness = 0 }: Judged, weight: number): number {
  return Math.ceil(Math.ceil((badness * row.weight * 100) / row.range) / weight);
}

/** The word for an overall exposure from 0 to 100. */
export function bandOf(overall: number): string {
  return data.bands.find(({ min }) => overall >= min)?.name ?? 'PERFECT';
}
