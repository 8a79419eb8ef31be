import type { Entry, Section, Unit } from './model';

/** A unit as its file has it, with the entry that each line comes from. */
export interface UnitText {
  readonly text: string;
  /** By line, from zero; undefined for headers and blank lines. */
  readonly lines: readonly (Entry | undefined)[];
}

function sectionLines(section: Section): readonly (readonly [string, Entry | undefined])[] {
  const header: readonly [string, undefined] = [`[${section.name}]`, undefined];
  const entries = section.lines.flatMap((line): (readonly [string, Entry | undefined])[] => {
    if (line === undefined) return [['', undefined]];
    return `${line.key}=${line.value}`.split('\n').map((text) => [text, line] as const);
  });
  return [header, ...entries];
}

/** A text as it is; its assignments are the unit's entries in their order. */
function verbatim(unit: Unit, text: string): UnitText {
  const entries = unit.sections.flatMap(({ lines }) => lines.filter((line) => line !== undefined));
  let current: Entry | undefined;
  let continued = false;
  const lines = text.split('\n').map((line) => {
    const content = /^\s*[^#;[\s]/.test(line);
    if (content && !continued) current = entries.shift();
    const own = content ? current : undefined;
    continued = content && line.endsWith('\\');
    return own;
  });
  return { text, lines };
}

/** The unit file: sections with a blank line between, and the blank lines that they have themselves. */
export function unitText(unit: Unit): UnitText {
  if (unit.verbatim !== undefined) return verbatim(unit, unit.verbatim);
  const lines = unit.sections.flatMap((section, index) => {
    const own = sectionLines(section);
    return index === 0 ? own : [['', undefined] as const, ...own];
  });
  return {
    text: lines.map(([text]) => `${text}\n`).join(''),
    lines: lines.map(([, entry]) => entry),
  };
}
