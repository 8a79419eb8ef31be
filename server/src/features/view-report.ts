import type { Analysis } from '../units/analysis';
import type { View } from './view';

/** A condition that is not known, what it is taken to be, and whether the user said so. */
export interface ConditionChoice {
  readonly name: string;
  readonly value: boolean;
  readonly chosen: boolean;
}

/** An option of another module whose value is not known, or was given by the user. */
export interface OptionChoice {
  /** Its path, as `services.db.port`. */
  readonly name: string;
  readonly value?: string;
}

/** How a document is looked at, and what can be chosen about it. */
export interface ViewReport {
  /** The host that was asked for. */
  readonly asked?: string;
  /** The host that it is looked at in; undefined for a document looked at alone. */
  readonly host?: string;
  /** Whether the nearest flake has hosts to look at the document in. */
  readonly hasHosts: boolean;
  readonly conditions: readonly ConditionChoice[];
  readonly options: readonly OptionChoice[];
}

/** An option of another module: names with dots stand in quotes. */
const OPTION = /^config\.((?:[\w'-]+|"[^"]*")(?:\.(?:[\w'-]+|"[^"]*"))*)$/;

/** What there is to say and to choose about how a file was looked at. */
export function viewReport(analysis: Analysis, { context, options, conditions }: View, hasHosts: boolean): ViewReport {
  const { assumptions, host, units, generated } = analysis;
  const unknowns = [...new Set([analysis, ...units, ...generated].flatMap((one) => one.unknowns))];
  const decided = new Map([...assumptions, ...conditions]);
  const open = unknowns.flatMap((why) => OPTION.exec(why)?.[1] ?? []).filter((name) => !decided.has(`config.${name}`));
  return {
    ...(context === undefined ? {} : { asked: context }),
    ...(host === undefined ? {} : { host }),
    hasHosts,
    conditions: [...decided].map(([name, value]) => ({ name, value, chosen: conditions.has(name) })),
    options: [
      ...[...options].map(([name, value]) => ({ name, value })),
      ...open.filter((name) => !options.has(name)).map((name) => ({ name })),
    ],
  };
}
