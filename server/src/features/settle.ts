import type { Analysis, Problem } from '../units/analysis';
import { fileText, type GeneratedFile } from '../units/generated-file';
import type { Unit } from '../units/model';
import { unitText } from '../units/text';

/** The analysis of the same document with conditions taken to be otherwise; undefined when there is no time for it. */
export type Vary = (conditions: ReadonlyMap<string, boolean>) => Analysis | undefined;

/** Conditions are tried one by one; with more of them than this, nothing is said of what hangs on which. */
const MOST = 8;

/** What is written: each unit and file by what tells it from the others. */
function written({ units, generated }: Analysis): ReadonlyMap<string, string> {
  return new Map([
    ...units.map((unit) => [unitKey(unit), textOf(unit)] as const),
    ...generated.map((file) => [fileKey(file), fileText(file)] as const),
  ]);
}

function textOf(unit: Unit): string {
  return JSON.stringify([unitText(unit).text, unit.enabled, unit.links, unit.scripts.map(({ text }) => text)]);
}

function unitKey({ name, scope, context = '' }: Unit): string {
  return `unit ${context} ${scope} ${name}`;
}

function fileKey({ path, context = '' }: GeneratedFile): string {
  return `file ${context} ${path}`;
}

/** The conditions that were assumed for units and files, as these name them. */
function assumedFor({ units, generated, assumptions }: Analysis): ReadonlyMap<string, boolean> {
  const named = new Set([...units, ...generated].flatMap((one) => one.assumptions));
  return new Map([...assumptions].filter(([condition, value]) => named.has(`${condition} = ${value}`)));
}

/** Leaves to each unit and file the assumptions that it hangs on: it is written otherwise, or not at all, without them. */
function narrowed(analysis: Analysis, vary: Vary): Analysis {
  const assumed = assumedFor(analysis);
  if (assumed.size === 0 || assumed.size > MOST) return analysis;
  const before = written(analysis);
  const differing = (conditions: ReadonlyMap<string, boolean>): ((key: string) => boolean) => {
    const varied = vary(conditions);
    const after = varied && written(varied);
    return (key) => after === undefined || after.get(key) !== before.get(key);
  };
  const single = new Map(
    [...assumed].map(([why, value]) => [`${why} = ${value}`, differing(new Map([[why, !value]]))]),
  );
  const all = assumed.size > 1 ? differing(new Map([...assumed].map(([why, value]) => [why, !value]))) : () => false;
  const left = (key: string, assumptions: readonly string[]): readonly string[] => {
    const own = assumptions.filter((one) => single.get(one)?.(key) !== false);
    return own.some((one) => single.has(one)) || !all(key) ? own : assumptions;
  };
  return {
    ...analysis,
    units: analysis.units.map((unit) => ({ ...unit, assumptions: left(unitKey(unit), unit.assumptions) })),
    generated: analysis.generated.map((file) => ({ ...file, assumptions: left(fileKey(file), file.assumptions) })),
  };
}

function problemKey({ message, origin }: Problem): string {
  return `${message} ${origin?.uri} ${origin?.start}`;
}

/** Leaves the conflicts that one module has alone: two that are taken to be enabled together may never be. */
function withoutUnlikely(analysis: Analysis, vary: Vary): Analysis {
  const { problems, assumptions } = analysis;
  const enabled = [...assumptions].filter(([why, value]) => value && why.endsWith('.enable')).map(([why]) => why);
  if (enabled.length < 2 || !problems.some(({ code }) => code === 'conflict')) return analysis;
  const alone =
    enabled.length > MOST ? [] : enabled.map((why) => vary(new Map(enabled.map((one) => [one, one === why]))));
  const sure = new Set(alone.flatMap((one) => one?.problems ?? []).map(problemKey));
  return { ...analysis, problems: problems.filter((one) => one.code !== 'conflict' || sure.has(problemKey(one))) };
}

/** An analysis as it is shown: with what was assumed where something hangs on it, and without conflicts of what was only assumed. */
export function settled(analysis: Analysis, vary: Vary): Analysis {
  return withoutUnlikely(narrowed(analysis, vary), vary);
}
