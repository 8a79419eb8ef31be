import { exposureOf, exposureText } from '../../units/exposure';
import type { Unit } from '../../units/model';

const ROWS = 5;

/** The exposure of a unit and the rows that weigh most, in Markdown; undefined for a unit that runs no program. */
export function exposureSummary(unit: Unit, systemd: number): string | undefined {
  const assessment = exposureOf(unit, systemd);
  if (assessment === undefined) return undefined;
  const rows = assessment.rows
    .filter(({ exposure }) => exposure !== null)
    .toSorted((a, b) => (b.exposure ?? 0) - (a.exposure ?? 0))
    .slice(0, ROWS)
    .map(({ id, exposure, description }) => `- **${exposure?.toFixed(1)}** \`${id}\` ${description}`);
  const title = `**${unit.name}** · exposure ${exposureText(assessment)} in systemd ${assessment.version}`;
  return [title, ...(rows.length === 0 ? [] : [`What weighs most:\n\n${rows.join('\n')}`])].join('\n\n');
}
