/** Stands for a name that is still to be typed. */
const NAME = '_';

/** Gives an empty line at the cursor a name, so that there is something to complete. Nothing is put before the cursor. */
export function repairUnitFile(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  return line.trim() === '' ? text.slice(0, offset) + NAME + text.slice(offset) : text;
}
