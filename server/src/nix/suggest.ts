const MAX_DISTANCE = 2;

/** `; did you mean a?` for the end of a message, or nothing. */
export function suggest(name: string, candidates: Iterable<string>): string {
  const close = [...candidates]
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter((each) => each.distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map((each) => each.candidate);
  const last = close.pop();
  if (last === undefined) return '';
  return close.length === 0 ? `; did you mean ${last}?` : `; did you mean one of ${close.join(', ')} or ${last}?`;
}

/** The number of insertions, removals and replacements between two words. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_DISTANCE) return MAX_DISTANCE + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}
