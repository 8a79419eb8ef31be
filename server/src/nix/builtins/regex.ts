import { fromByteText, toByteText } from '../byte-text';
import { NixError } from '../errors';
import { expectPlainString, expectString } from '../expect';
import { type Match, matchWhole } from '../regex/match';
import type { Program } from '../regex/program';
import { compileRegex, matchAll } from '../regex/regex';
import type { Runtime } from '../runtime';
import { type Func, type Lazy, list, str, type Value } from '../value';
import { primop } from './kit';

function regexOf(rt: Runtime, argument: Lazy): Program {
  const text = expectPlainString(argument);
  let program = rt.regexes.get(text);
  if (program === undefined && !rt.regexes.has(text)) {
    program = compileRegex(toByteText(text));
    rt.regexes.set(text, program);
  }
  if (program === undefined) throw new NixError('eval', `invalid regular expression '${text}'`);
  return program;
}

/** The groups of a match: strings, null for one that took no part. */
function groups({ groups: found }: Match, text: string): Value {
  return list(found.map((group) => (group === undefined ? null : piece(text, group.start, group.end))));
}

function piece(text: string, start: number, end: number): Value {
  return str(fromByteText(text.slice(start, end)));
}

function split(rt: Runtime, regex: Lazy, argument: Lazy): Value {
  const program = regexOf(rt, regex);
  const text = toByteText(expectString(argument));
  const parts: Value[] = [];
  let at = 0;
  for (const match of matchAll(program, text)) {
    parts.push(piece(text, at, match.start), groups(match, text));
    at = match.end;
  }
  parts.push(piece(text, at, text.length));
  return list(parts);
}

export const regexBuiltins: readonly Func[] = [
  primop('match', 2, (rt, regex, argument) => {
    const program = regexOf(rt, regex);
    const text = toByteText(expectString(argument));
    const match = matchWhole(program, text);
    return match === undefined ? null : groups(match, text);
  }),
  primop('split', 2, split),
];
