import data from '../../../data/security.json';
import { rowDoc } from '../docs';
import { badnessOf, type RowFacts } from './badness';
import { executionSection, linesOf, type UnitLines } from './lines';
import type { AssessableUnit, Assessment, AssessmentRow, RowState } from './model';
import { sandboxOf } from './sandbox';
import { bandOf, exposureOf, type Judged, overallOf, weightOf } from './score';
import { type Choice, type UnknownKey, unknownKeys, withChoice } from './unknowns';
import { factsVersion } from './versions';

const rows: readonly RowFacts[] = data.rows;
const decisive: ReadonlySet<string> = new Set([...rows.flatMap(({ reads }) => reads), 'DefaultDependencies']);

type Judge = (choice: Choice) => readonly Judged[];

/**
 * The exposure of a unit as `systemd-analyze security --offline=true` of a version tells it (analyze-security.c);
 * undefined for unit types that run no program. Unknown values give a range from `best` to `overall`.
 */
export function assess(unit: AssessableUnit, version: number): Assessment | undefined {
  const section = executionSection(unit.type);
  if (section === undefined) return undefined;
  const used = factsVersion(version);
  const unknown = unknownKeys(unit, used).filter(({ place }) => decisive.has(place.slice(place.indexOf('.') + 1)));
  const judge = remembering((choice) => judgeLines(linesOf(withChoice(unit, choice), section, used)));
  const worst = extremeChoice(unknown, (choice) => overallOf(judge(choice)));
  const best = extremeChoice(unknown, (choice) => -overallOf(judge(choice)));
  const shown = judge(worst);
  const overall = overallOf(shown);
  return {
    version: used,
    overall: overall / 10,
    best: overallOf(judge(best)) / 10,
    band: bandOf(overall),
    rows: rowsOf(shown, [best, worst].flatMap((choice) => neighbours(unknown, choice)).map(judge)),
  };
}

function judgeLines(lines: UnitLines): readonly Judged[] {
  const sandbox = sandboxOf(lines);
  return rows.map((row) => ({ row, badness: badnessOf(sandbox, row) }));
}

/** Answers the same question only once. */
function remembering(judge: Judge): Judge {
  const answers = new Map<string, readonly Judged[]>();
  return (choice) => {
    const question = JSON.stringify([...choice]);
    const answer = answers.get(question) ?? judge(choice);
    answers.set(question, answer);
    return answer;
  };
}

/** The values for the unknowns that give the highest figure, found one directive after the other. */
function extremeChoice(unknown: readonly UnknownKey[], figure: (choice: Choice) => number): Choice {
  let choice: Choice = new Map();
  for (const { place, candidates } of unknown) {
    const choices = candidates.map((value) => new Map(choice).set(place, value));
    const figures = choices.map(figure);
    choice = choices[figures.indexOf(Math.max(...figures))] ?? choice;
  }
  return choice;
}

/** The choices that differ from one in a single directive. */
function neighbours(unknown: readonly UnknownKey[], choice: Choice): readonly Choice[] {
  return unknown.flatMap(({ place, candidates }) => candidates.map((value) => new Map(choice).set(place, value)));
}

function rowsOf(shown: readonly Judged[], others: readonly (readonly Judged[])[]): readonly AssessmentRow[] {
  const weight = weightOf(shown);
  return shown.map((judged, at) => {
    const { row, badness } = judged;
    const known = others.every((other) => other[at]?.badness === badness);
    const state = stateOf(badness, known);
    const exposure = exposureOf(judged, weight);
    const words = rowDoc(row.field);
    return {
      id: row.id,
      field: row.field,
      state,
      set: state === 'good' ? true : state === 'bad' ? false : null,
      exposure: state === 'bad' && exposure > 0 ? exposure / 10 : null,
      badness: known ? badness : undefined,
      range: row.range,
      weight: row.weight,
      reads: row.reads,
      description: words?.description ?? '',
      example: words?.example,
    };
  });
}

function stateOf(badness: number | undefined, known: boolean): RowState {
  if (!known) return 'unknown';
  if (badness === undefined) return 'not-applicable';
  return badness === 0 ? 'good' : 'bad';
}
