/** Text without the sequences by which programs colour a terminal. */
export function withoutEscapes(text: string): string {
  return text.replace(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, '');
}

/** The last line that a program printed on standard error and that says something. */
export function complaint(program: string, stderr: string): string {
  const lines = withoutEscapes(stderr)
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const error = lines.findLast((line) => /^(error|fatal):/i.test(line)) ?? lines.at(-1);
  return error === undefined ? `${program} failed without a word` : `${program}: ${error.slice(0, 300)}`;
}
