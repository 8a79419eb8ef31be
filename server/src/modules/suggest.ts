/** Insertions, removals and replacements between two words. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

const MANY = 100;
const CLOSE = 2;

/** The three names closest to a mistyped one; of very many, only those within two edits. */
export function closest(name: string, candidates: readonly string[]): readonly string[] {
  const ranked = candidates.map((candidate) => ({ candidate, far: distance(name, candidate) }));
  const kept = candidates.length < MANY ? ranked : ranked.filter((each) => each.far <= CLOSE);
  return kept
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map((each) => each.candidate);
}
