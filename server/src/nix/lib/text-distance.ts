/** How many single-character edits lie between two texts (Levenshtein). */
export function distance(left: readonly string[], right: readonly string[]): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (const [i, l] of left.entries()) {
    const next = [i + 1];
    for (const [j, r] of right.entries())
      next.push(Math.min((row[j + 1] as number) + 1, (next[j] as number) + 1, (row[j] as number) + (l === r ? 0 : 1)));
    row = next;
  }
  return row[right.length] as number;
}

/** True when at most `limit` edits lie between the texts; with no limit left only equal texts are. */
export function withinDistance(limit: number, left: readonly string[], right: readonly string[]): boolean {
  return distance(left, right) <= Math.max(limit, 0);
}

export function commonPrefix(left: readonly string[], right: readonly string[]): number {
  const differs = left.findIndex((c, i) => c !== right[i]);
  return differs < 0 ? left.length : differs;
}

export function commonSuffix(left: readonly string[], right: readonly string[]): number {
  return commonPrefix(left.toReversed(), right.toReversed());
}
