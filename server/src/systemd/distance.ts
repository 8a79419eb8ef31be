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

interface Likeness {
  readonly word: string;
  readonly distance: number;
}

/** How unlike each word is to a text, letter case aside, the nearest first; one within the other counts as near. */
function likenesses(text: string, words: readonly string[], limit: number): readonly Likeness[] {
  const lower = text.toLowerCase();
  return words
    .map((word) => {
      const other = word.toLowerCase();
      const within = (lower.length > 1 && other.includes(lower)) || (other.length > 2 && lower.includes(other));
      return { word, distance: Math.min(editDistance(lower, other, limit), within ? 1 : limit + 1) };
    })
    .sort((a, b) => a.distance - b.distance);
}

/** Words in the order of their likeness to a text, the nearest first; ties keep their order. */
export function byLikeness(text: string, words: readonly string[]): readonly string[] {
  return likenesses(text, words, Math.max(2, Math.floor(text.length / 2))).map(({ word }) => word);
}

/** The few words of many that a text may be a slip of; none when nothing is near. */
export function slipsOf(text: string, words: readonly string[]): readonly string[] {
  const limit = Math.max(1, Math.floor(text.length / 3));
  const near = likenesses(text, words, limit).filter(({ distance }) => distance <= limit);
  return near.slice(0, 5).map(({ word }) => word);
}
