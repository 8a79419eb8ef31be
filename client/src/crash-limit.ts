const LIMIT = 5;
const WINDOW_MS = 3 * 60 * 1000;

/** Counts crashes; the returned function records one at `now` (milliseconds) and tells whether to start the server again. */
export function crashLimit(): (now: number) => boolean {
  let crashes: readonly number[] = [];
  return (now) => {
    crashes = [...crashes.filter((time) => now - time < WINDOW_MS), now];
    return crashes.length < LIMIT;
  };
}
