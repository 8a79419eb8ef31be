import type { Expression } from './syntax';

/** One state of the automaton; `next` is where it goes on. */
export type State =
  | { readonly op: 'byte'; readonly accepts: Uint8Array; next: number }
  | { readonly op: 'start' | 'end' | 'skip'; next: number }
  | { readonly op: 'open' | 'close'; readonly group: number; next: number }
  /** Another round through `body` if that leads to a match, else `next`. */
  | { readonly op: 'repeat'; body: number; next: number }
  /** Both ways are tried, the longer match wins, the first of two that are as long. */
  | { readonly op: 'choice'; readonly body: number; next: number }
  | { readonly op: 'accept'; next: number };

export interface Program {
  readonly states: readonly State[];
  readonly start: number;
  readonly groups: number;
}

const MAX_STATES = 100_000;
const NOWHERE = -1;

/** A piece of the automaton: where it begins, and the state whose `next` is still open. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The automaton of an expression; undefined when it would have too many states. */
export function buildProgram(expression: Expression, groups: number): Program | undefined {
  const states: State[] = [];
  try {
    const body = build(expression, states);
    link(states, body.end, push(states, { op: 'accept', next: NOWHERE }));
    return { states, start: body.start, groups };
  } catch (signal) {
    if (signal instanceof TooLarge) return undefined;
    throw signal;
  }
}

class TooLarge {}

function push(states: State[], state: State): number {
  if (states.length >= MAX_STATES) throw new TooLarge();
  return states.push(state) - 1;
}

function link(states: readonly State[], from: number, to: number): void {
  const state = states[from];
  if (state !== undefined) state.next = to;
}

function single(states: State[], state: State): Piece {
  const at = push(states, state);
  return { start: at, end: at };
}

function build(expression: Expression, states: State[]): Piece {
  switch (expression.kind) {
    case 'empty':
      return single(states, { op: 'skip', next: NOWHERE });
    case 'bytes':
      return single(states, { op: 'byte', accepts: expression.accepts, next: NOWHERE });
    case 'start':
    case 'end':
      return single(states, { op: expression.kind, next: NOWHERE });
    case 'group': {
      const open = push(states, { op: 'open', group: expression.index, next: NOWHERE });
      const body = build(expression.body, states);
      const close = push(states, { op: 'close', group: expression.index, next: NOWHERE });
      link(states, open, body.start);
      link(states, body.end, close);
      return { start: open, end: close };
    }
    case 'sequence':
      return inRow(
        states,
        expression.parts.map((part) => () => build(part, states)),
      );
    case 'choice':
      return buildChoice(expression, states);
    case 'repeat':
      return buildRepeat(expression, states);
  }
}

function inRow(states: State[], makers: readonly (() => Piece)[]): Piece {
  let row = single(states, { op: 'skip', next: NOWHERE });
  for (const make of makers) {
    const piece = make();
    link(states, row.end, piece.start);
    row = { start: row.start, end: piece.end };
  }
  return row;
}

function buildChoice({ first, second }: Expression & { kind: 'choice' }, states: State[]): Piece {
  const one = build(first, states);
  const two = build(second, states);
  const end = push(states, { op: 'skip', next: NOWHERE });
  link(states, one.end, end);
  link(states, two.end, end);
  return { start: push(states, { op: 'choice', body: one.start, next: two.start }), end };
}

function buildRepeat({ body, min, max }: Expression & { kind: 'repeat' }, states: State[]): Piece {
  const copies = Array.from({ length: min }, () => () => build(body, states));
  if (max === undefined) {
    return min === 1 ? loopAfter(build(body, states), states) : inRow(states, [...copies, () => loop(body, states)]);
  }
  const end = push(states, { op: 'skip', next: NOWHERE });
  const optional = Array.from({ length: max - min }, () => () => option(body, end, states));
  const row = inRow(states, [...copies, ...optional]);
  link(states, row.end, end);
  return { start: row.start, end };
}

/** `body*`. */
function loop(body: Expression, states: State[]): Piece {
  const piece = build(body, states);
  const repeat = push(states, { op: 'repeat', body: piece.start, next: NOWHERE });
  link(states, piece.end, repeat);
  return { start: repeat, end: repeat };
}

/** `body+` from `body`. */
function loopAfter(piece: Piece, states: State[]): Piece {
  const repeat = push(states, { op: 'repeat', body: piece.start, next: NOWHERE });
  link(states, piece.end, repeat);
  return { start: piece.start, end: repeat };
}

/** `body?`, which goes to `end` when it is left out. */
function option(body: Expression, end: number, states: State[]): Piece {
  const piece = build(body, states);
  return { start: push(states, { op: 'repeat', body: piece.start, next: end }), end: piece.end };
}
