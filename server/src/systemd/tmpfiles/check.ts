import { newestVersion } from '../catalogue';
import type { Fault, Verdict } from '../types';
import { accepted, fault, firstFault, type Slice } from '../values/slice';
import { hole } from '../values/specifiers';
import { isFault } from '../values/words';
import { checkArgument } from './argument';
import { hasAge, type LineType, lineType } from './facts';
import { checkAge, checkMode, checkOwner, checkPath, checkType, isUnset } from './fields';
import { type Line, parseLine } from './line';

/**
 * Judges a line of a tmpfiles.d file as systemd-tmpfiles of a version reads it (tmpfiles.d(5), src/tmpfiles/tmpfiles.c): right, or wrong
 * with the offsets of the wrong part. A private character (`hole`) stands for what is not known.
 */
export function checkTmpfilesLine(line: Slice, version: number = newestVersion): Verdict {
  const fields = parseLine(line, version);
  if (fields === undefined) return accepted;
  return isFault(fields) ? fields : firstFault(checks(line, fields, version), (verdict) => verdict);
}

/** In the order in which systemd finds what is wrong. */
function* checks(line: Slice, fields: Line, version: number): Generator<Verdict> {
  const { type, path } = fields;
  if (type === undefined || path === undefined) {
    yield fault(line, 'A line has a type and a path, such as: d /run/notes 0750 notes notes -');
    return;
  }
  yield checkType(type, version);
  yield checkPath(path, version);
  const known = typeOf(type, version);
  if (known !== undefined) {
    yield checkArgument(fields.argument, line, { type: known, signs: type.text.slice(1), version });
  }
  for (const owner of [fields.user, fields.group]) if (!isUnset(owner)) yield checkOwner(owner);
  if (!isUnset(fields.mode)) yield checkMode(fields.mode);
  if (isUnset(fields.age)) return;
  if (known?.wholeAge === true && hasAge(known, version) && fields.age.text.startsWith('~')) {
    yield fault(fields.age, `The age of a line of type '${known.letter}' takes no '~'`);
  }
  yield checkAge(fields.age);
}

function typeOf(type: Slice, version: number): LineType | undefined {
  return type.text.includes(hole) ? undefined : lineType(type.text[0] ?? '', version);
}

/** Fields of a line that systemd reads and that change nothing. */
export function idleFields(line: Slice, version: number = newestVersion): readonly Fault[] {
  const fields = parseLine(line, version);
  if (fields === undefined || isFault(fields) || fields.type === undefined) return [];
  const type = typeOf(fields.type, version);
  if (type === undefined) return [];
  const found: Fault[] = [];
  if (!isUnset(fields.age) && !hasAge(type, version))
    found.push(fault(fields.age, `The age of a line of type '${type.letter}' has no effect`));
  if (!isUnset(fields.mode) && type.modeless === true) {
    found.push(fault(fields.mode, `The mode of a line of type '${type.letter}' has no effect`));
  }
  const says = [fields.mode, fields.user, fields.group, fields.age].some((field) => !isUnset(field));
  if (fields.type.text === 'e' && fields.path !== undefined && !says) {
    found.push(fault(line, "A line of type 'e' without mode, user, group and age has no effect"));
  }
  return found;
}
