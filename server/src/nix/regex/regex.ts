import { type Match, searchFrom } from './match';
import { buildProgram, type Program } from './program';
import { parseRegex } from './syntax';

/** Compiles a regular expression over bytes (characters 0 to 255); undefined when it is malformed or too large. */
export function compileRegex(text: string): Program | undefined {
  const parsed = parseRegex(text);
  return parsed && buildProgram(parsed.expression, parsed.groups);
}

/** All matches, from left to right, none overlapping: what `builtins.split` cuts at. */
export function matchAll(program: Program, text: string): Match[] {
  const matches: Match[] = [];
  let last: Match | undefined;
  do {
    last = searchFrom(program, text, last?.end ?? 0, last === undefined || last.end > last.start);
    if (last !== undefined) matches.push(last);
  } while (last !== undefined);
  return matches;
}
