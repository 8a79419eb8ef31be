/** Waits for a time in milliseconds; without one, until messages that have arrived had their turn. */
export function pause(ms = 0): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
