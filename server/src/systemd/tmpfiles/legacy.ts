import type { Fault } from '../types';
import { fault, faultAt, type Slice } from '../values/slice';
import { isFault } from '../values/words';
import { lineType } from './facts';
import { parseLine } from './line';

/** What of a line has a newer form, with that form as the word to write. */
export function legacyParts(line: Slice, version: number): readonly Fault[] {
  const fields = parseLine(line, version);
  if (fields === undefined || isFault(fields)) return [];
  const { type, path } = fields;
  const newer = lineType(type?.text[0] ?? '', version)?.legacy;
  const found: Fault[] = [];
  if (type !== undefined && newer !== undefined) {
    const said = `'${type.text[0]}' is an old name of '${newer}'`;
    found.push(type.text.length === 1 ? fault(type, said, [newer]) : fault(type, said));
  }
  if (path?.text.startsWith('/var/run/') === true) {
    found.push(
      faultAt(path, 0, '/var/run'.length, '/var/run is a link to /run, which systemd puts in its place', ['/run']),
    );
  }
  return found;
}
