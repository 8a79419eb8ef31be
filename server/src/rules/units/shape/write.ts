import type { Definition } from './definition';
import { type Assignment, assignmentText, type Dissolved, type Kept } from './member';

const STEP = '  ';

/** Whether a text can be indented without a change of what it says: no string over several lines between plain quotes. */
function canShift(text: string): boolean {
  const plain = text.replace(/''(?:[^']|'(?!')|''(?=[$'\\]))*''/g, '').replace(/#[^\n]*/g, '');
  return !/"(?:[^"\\\n]|\\.)*\n/.test(plain.replace(/"(?:[^"\\\n]|\\.)*"/g, ''));
}

function indented(text: string): string {
  return text.replace(/\n(?=[^\n])/g, `\n${STEP}`);
}

/** The lines of a text with one step less of white space; the text itself where a line has none to lose. */
function outdented(text: string): string {
  const lines = text.split('\n').slice(1);
  return canShift(text) && lines.every((line) => line.trim() === '' || line.startsWith(STEP))
    ? text.replace(new RegExp(`\n${STEP}`, 'g'), '\n')
    : text;
}

function dissolvedText({ inner, rest }: Dissolved): string {
  const body = inner.map(({ lead, assignment }) => `${lead}${assignmentText(assignment)}`).join('') + rest;
  return outdented(`\n${body.replace(/^\s*\n/, '')}`).trim();
}

/** A member's lead and text; `only` is its assignment where it is one. */
interface Piece {
  readonly lead: string;
  readonly text: string;
  readonly only: Assignment | undefined;
}

function piece({ indent }: Definition, lead: string, member: Kept): Piece {
  if (member.kind === 'dissolved') return { lead, text: dissolvedText(member), only: undefined };
  const { assignments } = member;
  const text = assignments.map(assignmentText).join(`\n${indent}`);
  return { lead, text, only: assignments.length === 1 ? assignments[0] : undefined };
}

/** Neighbours that belong to one set, written as that set. */
function grouped({ indent }: Definition, run: readonly Piece[]): string {
  const flat = run.map(({ lead, text }, index) => (index === 0 ? text : `${lead}${text}`)).join('');
  const set = run[0]?.only?.set;
  const many = run.length > 1 && run.slice(1).every(({ lead }) => lead.includes('\n'));
  if (set === undefined || !many || !canShift(flat)) return flat;
  const inner = run.map(({ lead, only }, index) => {
    const text = only === undefined ? '' : assignmentText({ ...only, set: undefined });
    return index === 0 ? text : `${lead}${text}`;
  });
  return `${set} = {\n${indent}${STEP}${indented(inner.join(''))}\n${indent}};`;
}

/** The text of all members of a definition, with the white space and comments that stood between them. */
export function membersText(definition: Definition, members: readonly Kept[]): string {
  const { set, text } = definition;
  const pieces = members.map((member, index) => {
    const before = set.bindings[index - 1];
    const lead = before === undefined ? '' : text.slice(before.end, set.bindings[index]?.start);
    return piece(definition, lead, member);
  });
  const sets = new Set(pieces.flatMap(({ only }) => (only !== undefined && only.set === undefined ? [only.name] : [])));
  const runs: Piece[][] = [];
  for (const each of pieces) {
    const last = runs.at(-1);
    const own = each.only?.set;
    if (last !== undefined && own !== undefined && !sets.has(own) && last[0]?.only?.set === own) last.push(each);
    else runs.push([each]);
  }
  const written = runs.map((run) => ({ lead: run[0]?.lead ?? '', body: grouped(definition, run) }));
  return written.map(({ lead, body }, index) => (index === 0 ? body : `${lead}${body}`)).join('');
}
