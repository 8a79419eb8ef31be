import { createPkgs } from '../../server/src/nix/pkgs/create-pkgs';
import { analyse } from '../../server/src/units/analyse';
import type { Analysis } from '../../server/src/units/analysis';
import type { Setting } from '../../server/src/units/configuration';
import type { Entry, Unit } from '../../server/src/units/model';
import type { ReleaseRange } from '../../server/src/units/release';
import { testWorld } from '../modules/world';

export interface AnalyseOptions {
  readonly assumeEnabled?: boolean;
  readonly settings?: readonly Setting[];
  readonly given?: ReadonlyMap<string, boolean>;
  readonly release?: ReleaseRange;
}

/** Analyses a text as the file at a path; what it imports is read from the disk. */
export function analyseText(text: string, path: string, options: AnalyseOptions = {}): Analysis {
  const { rt, lib, parse } = testWorld(options.given);
  const pkgs = createPkgs(rt, { lib });
  return analyse(rt, {
    path,
    uri: `file://${path}`,
    tree: parse(text),
    lib,
    pkgs,
    settings: options.settings ?? [],
    assumeEnabled: options.assumeEnabled ?? true,
    release: options.release,
  });
}

export const PATH = '/configuration/case.nix';

export function unitOf(analysis: Analysis, name: string): Unit {
  const unit = analysis.units.find((each) => each.name === name);
  if (unit === undefined) throw new Error(`no ${name} among ${analysis.units.map((each) => each.name).join(', ')}`);
  return unit;
}

export function entriesOf(unit: Unit, key: string): readonly Entry[] {
  return unit.sections
    .flatMap((section) => section.lines.filter((line) => line?.key === key))
    .filter((line) => line !== undefined);
}

/** The values of a directive in the only unit of a service called `a`. */
export function values(text: string, key: string, options?: AnalyseOptions): readonly string[] {
  return entriesOf(unitOf(analyseText(text, PATH, options), 'a.service'), key).map((entry) => entry.value);
}
