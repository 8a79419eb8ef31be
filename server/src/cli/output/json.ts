import type { Located } from './located';

/** The findings as the machine-readable list of `check --format json`; lines and characters count from 0. */
export function json(findings: readonly Located[]): string {
  const rows = findings.map(({ file, range, finding }) => ({
    file,
    range,
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    fixes: finding.fixes.map(({ title }) => title),
    ...(finding.unit === undefined ? {} : { unit: finding.unit }),
  }));
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}
