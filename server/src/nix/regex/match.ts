import { BudgetSignal } from '../errors';
import type { Program } from './program';

/** Start and end of a group, by offset; undefined for one that took no part. */
export type Group = { readonly start: number; readonly end: number } | undefined;

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly Group[];
}

/** What is known of a state at an offset: it is being tried, for the second time, or what it came to. */
const RUNNING = 1;
const AGAIN = 2;
const FAILED = 3;
const FOUND = 4;

/** What is left to do when a way has ended; `INNER` ones belong to a state that is entered while it is tried already. */
const RESTORE = 0;
const REPEATED = 1;
const CHOSEN = 2;
const DONE = 3;
const INNER_REPEATED = 4;
const INNER_CHOSEN = 5;
const INNER_DONE = 6;

/** States that one walk may visit: beyond any honest use, for loops in loops in loops of nothing. */
const MAX_VISITS = 100_000_000;

/** By state and offset. */
type Memo = Map<number, number>;

/** The match of the whole text. */
export function matchWhole(program: Program, text: string): Match | undefined {
  return run(program, text, 0, true, new Map());
}

/** The leftmost longest match at or after an offset; at `from` itself an empty one counts only if `emptyFirst`. */
export function searchFrom(program: Program, text: string, from: number, emptyFirst: boolean): Match | undefined {
  let memo: Memo = new Map();
  for (let start = from; start <= text.length; start++) {
    const found = run(program, text, start, false, memo);
    if (found === undefined) continue;
    if (found.end > start || start > from || emptyFirst) return found;
    memo = new Map();
  }
  return undefined;
}

/**
 * Walks the automaton from one offset, depth first, as the C++ library of Nix does: a repetition goes on as long as that finds any match, a
 * choice tries both ways, and the first of the longest matches wins; a loop goes round at one offset twice at most. What a state came to
 * at an offset is remembered, so the time is bounded by states times length; the stack is an array, so the depth is not bounded by JavaScript's.
 */
function run(program: Program, text: string, start: number, whole: boolean, memo: Memo): Match | undefined {
  const { states } = program;
  const width = text.length + 1;
  const captures: number[] = new Array(program.groups * 2).fill(-1);
  const stack: number[] = [];
  let visits = 0;
  let best: { end: number; captures: number[] } | undefined;

  /** Follows states, first ways first, to where they end; gives whether that is a match. */
  const walk = (from: number, offset: number): boolean => {
    let pc = from;
    let pos = offset;
    for (;;) {
      if (++visits > MAX_VISITS) throw new BudgetSignal('steps');
      const state = states[pc];
      if (state === undefined) return false;
      switch (state.op) {
        case 'byte':
          if (pos >= text.length || state.accepts[text.charCodeAt(pos)] !== 1) return false;
          pos++;
          break;
        case 'start':
          if (pos !== 0) return false;
          break;
        case 'end':
          if (pos !== text.length) return false;
          break;
        case 'open':
        case 'close': {
          const slot = state.group * 2 + (state.op === 'open' ? 0 : 1);
          stack.push(captures[slot] as number, slot, RESTORE);
          captures[slot] = pos;
          break;
        }
        case 'accept':
          if (whole && pos !== text.length) return false;
          if (best === undefined || pos > best.end) best = { end: pos, captures: [...captures] };
          return true;
        case 'repeat':
        case 'choice': {
          const key = pc * width + pos;
          const known = memo.get(key);
          if (known === FOUND || known === FAILED) return known === FOUND;
          if (known === AGAIN) break;
          const repeats = state.op === 'repeat';
          if (known === undefined) {
            memo.set(key, RUNNING);
            stack.push(key, repeats ? REPEATED : CHOSEN);
          } else {
            if (repeats) memo.set(key, AGAIN);
            stack.push(key, repeats ? INNER_REPEATED : INNER_CHOSEN);
          }
          pc = state.body;
          continue;
        }
      }
      pc = state.next;
    }
  };

  let found = walk(program.start, start);
  while (stack.length > 0) {
    const frame = stack.pop();
    if (frame === RESTORE) {
      const slot = stack.pop() as number;
      captures[slot] = stack.pop() as number;
      continue;
    }
    const key = stack.pop() as number;
    const inner = frame !== undefined && frame >= INNER_REPEATED;
    if (frame === INNER_REPEATED) memo.set(key, RUNNING);
    if (frame === DONE || frame === INNER_DONE) {
      found = stack.pop() === 1 || found;
      if (!inner) memo.set(key, found ? FOUND : FAILED);
    } else if (found && (frame === REPEATED || frame === INNER_REPEATED)) {
      if (!inner) memo.set(key, FOUND);
    } else {
      stack.push(found ? 1 : 0, key, inner ? INNER_DONE : DONE);
      found = walk(states[Math.floor(key / width)]?.next ?? -1, key % width);
    }
  }
  return best === undefined ? undefined : { start, end: best.end, groups: groupsOf(best.captures, program.groups) };
}

function groupsOf(captures: readonly number[], count: number): Group[] {
  return Array.from({ length: count }, (_, i) => {
    const start = captures[i * 2] as number;
    const end = captures[i * 2 + 1] as number;
    return start < 0 || end < 0 ? undefined : { start, end };
  });
}
