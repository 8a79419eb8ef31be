/** Text without the sequences by which programs colour a terminal. */
export function withoutEscapes(text: string): string {
  return text.replace(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, '');
}
