import type { Edit } from '../../base/edit';
import type { Unit } from '../../units/model';
import { linesOf, type Setting } from './measures';

/** The edit that writes settings behind the last line of a unit file's [Service]; undefined where that is not to be found. */
export function unitFileInsertion(
  text: string,
  uri: string,
  unit: Unit,
  settings: readonly Setting[],
): Edit | undefined {
  const lines = unit.sections.filter(({ name }) => name === 'Service').flatMap((section) => section.lines);
  const ends = lines.flatMap((line) => line?.values.concat(line.keys) ?? []).filter((origin) => origin.uri === uri);
  if (ends.length === 0) return undefined;
  const last = Math.max(...ends.map(({ end }) => end));
  const newline = text.indexOf('\n', last);
  const at = newline === -1 ? text.length : newline;
  const added = settings.flatMap((setting) => assignments(setting).map((line) => `\n${line}`)).join('');
  return { origin: { uri, start: at, end: at }, newText: added };
}

/** The lines that set a directive. Words stand on one line, but each that is taken away needs its own. */
export function assignments({ key, value }: Pick<Setting, 'key' | 'value'>): readonly string[] {
  const lines = linesOf(value);
  const joined = lines.some((line) => line.startsWith('~')) ? lines : [lines.join(' ')];
  return joined.map((line) => `${key}=${line}`);
}
