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

/** Says of each unit and file what it hangs on: what is written otherwise, or not at all, without an assumption. */
function narrowed(analysis: Analysis, vary: Vary): Analysis {
  const { assumptions: assumed } = analysis;
  if (assumed.size === 0 || assumed.size > MOST || analysis.omitted !== undefined) return analysis;
  const before = written(analysis);
  /** Whether something differs under other conditions; undefined when there is no time to tell. */
  const differing = (conditions: ReadonlyMap<string, boolean>): ((key: string) => boolean | undefined) => {
    const varied = vary(conditions);
    const after = varied?.omitted === undefined ? varied && written(varied) : undefined;
    return (key) => after && after.get(key) !== before.get(key);
  };
  const single = [...assumed].map(([why, value]) => ({
    said: `${why} = ${value}`,
    differs: differing(new Map([[why, !value]])),
  }));
  const all = assumed.size > 1 ? differing(new Map([...assumed].map(([why, value]) => [why, !value]))) : () => false;
  const hungOn = (key: string, named: readonly string[]): readonly string[] => {
    const found = single.filter(({ said, differs }) => differs(key) ?? named.includes(said)).map(({ said }) => said);
    const others = named.filter((one) => !single.some(({ said }) => said === one));
    return found.length === 0 && all(key) !== false ? named : [...others, ...found];
  };
  return {
    ...analysis,
    units: analysis.units.map((unit) => ({ ...unit, assumptions: hungOn(unitKey(unit), unit.assumptions) })),
    generated: analysis.generated.map((file) => ({ ...file, assumptions: hungOn(fileKey(file), file.assumptions) })),
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
