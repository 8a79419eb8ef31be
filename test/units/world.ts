import { createPkgs } from '../../server/src/nix/pkgs/create-pkgs';
import { analyse } from '../../server/src/units/analyse';
import type { Analysis } from '../../server/src/units/analysis';
import type { Setting } from '../../server/src/units/configuration';
import { testWorld } from '../modules/world';

export interface AnalyseOptions {
  readonly assumeEnabled?: boolean;
  readonly settings?: readonly Setting[];
  readonly given?: ReadonlyMap<string, boolean>;
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
  });
}
