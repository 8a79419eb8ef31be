import { type Configuration, setsHome } from '../configuration';
import type { GeneratedFile } from '../generated-file';
import type { Unit } from '../model';
import { attempt, type Collector } from '../problems';
import type { ReleaseRange } from '../release';
import { configDataOf } from './config-data';
import { configFilesOf } from './config-file';
import { tmpfilesOf } from './tmpfiles';

/** Whether a configuration is one of home-manager. */
function isHome(from: Configuration, units: readonly Unit[]): boolean {
  return setsHome(from) || units.some(({ world }) => world === 'home-manager');
}

/** The files beside its units that a configuration writes, as a release of NixOS does. */
export function readFiles(
  from: Configuration,
  to: Collector,
  release: ReleaseRange | undefined,
  units: readonly Unit[],
): readonly GeneratedFile[] {
  const { rt } = from.world.ctx;
  const parts = [
    () => tmpfilesOf(from, to, release, isHome(from, units)),
    () => configFilesOf(from, to, release),
    () => configDataOf(from, to),
  ];
  return parts.flatMap((part) => attempt(rt, to, part) ?? []);
}
