import { directive } from '../../../systemd/catalogue';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { type KnownEntry, knownEntries } from './known-entries';

/** What does the work of directives that systemd still accepts and no longer honours (its NEWS for 252 and 258). */
const INSTEAD: Readonly<Record<string, string>> = {
  MemoryLimit: 'MemoryMax',
  CPUShares: 'CPUWeight',
  StartupCPUShares: 'StartupCPUWeight',
  BlockIOAccounting: 'IOAccounting',
  BlockIOWeight: 'IOWeight',
  StartupBlockIOWeight: 'StartupIOWeight',
  BlockIODeviceWeight: 'IODeviceWeight',
  BlockIOReadBandwidth: 'IOReadBandwidthMax',
  BlockIOWriteBandwidth: 'IOWriteBandwidthMax',
};

/** Successors that take the same values; the others count in other units. */
const SAME_VALUES: ReadonlySet<string> = new Set(['MemoryLimit', 'BlockIOAccounting']);

/** A directive that the targeted systemd accepts without doing anything. */
export const ignoredDirective: Rule = {
  code: 'ignored-directive',
  title: 'Directive without effect',
  severity: 'warning',
  check: ({ analysis, systemd }: Subject) =>
    knownEntries(analysis)
      .filter(({ entry }) => directive(entry.section, entry.key, systemd)?.ignored === true)
      .flatMap((found) => check(found, systemd)),
};

function check({ unit, entry }: KnownEntry, systemd: number): readonly Finding[] {
  const instead = INSTEAD[entry.key];
  const advice = instead === undefined ? '' : ` Use ${instead}=.`;
  const [key] = entry.keys;
  const renamed = key !== undefined && instead !== undefined && SAME_VALUES.has(entry.key);
  return report(ignoredDirective, key, unit, {
    message: `${entry.key}= has no effect: systemd ${systemd} accepts and ignores it.${advice}`,
    severity: entry.key.endsWith('Accounting') ? 'hint' : 'warning',
    fixes: renamed
      ? [{ title: `Change to ${instead}`, edits: [{ origin: key, newText: instead }], preferred: true }]
      : [],
  });
}
