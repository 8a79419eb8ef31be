/** Number of inserted, removed, replaced and swapped letters between two words; `limit + 1` for anything beyond the limit. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = at(last, j - 1) + (same ? 0 : 1);
      const best = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      row.push(swapped ? Math.min(best, at(beforeLast, j - 2) + 1) : best);
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/** Words in the order of their likeness to a text, the nearest first; ties keep their order. */
export function byLikeness(text: string, words: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  const limit = Math.max(2, Math.floor(text.length / 2));
  return words
    .map((word) => ({ word, distance: editDistance(lower, word.toLowerCase(), limit) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ word }) => word);
}
