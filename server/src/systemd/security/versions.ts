import data from '../../../data/security.json';

/** The version whose facts hold for a version of systemd: the nearest that was read at or below it, else the oldest. */
export function factsVersion(version: number): number {
  return data.versions.filter((known) => known <= version).at(-1) ?? Math.min(...data.versions);
}
