import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { type Offer, setOffers, targetsOf } from '../../server/src/features/harden/offers';
import { identityOf } from '../../server/src/features/harden/place';
import type { Target } from '../../server/src/features/harden/targets';
import type { Snapshot } from '../../server/src/features/snapshot';
import { exposureOf } from '../../server/src/units/exposure';
import type { Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { snapshotOf } from './snapshot';
import type { Tool } from './tools';

/** The services that the sets of hardening are tried on. */
export const HARDENING = join(import.meta.dirname, '../fixtures/hardening');
export const HARDENING_FILES = readdirSync(HARDENING).filter((name) => /\.(nix|service)$/.test(name));

/** A set for one definition, applied. */
export interface Hardened {
  readonly name: string;
  readonly offer: Offer;
  readonly text: string;
  readonly before: readonly Unit[];
  readonly after: readonly Unit[];
  /** The same set, offered once more. */
  readonly again: () => readonly Offer[];
}

function apply(snapshot: Snapshot, target: Target, offer: Offer): Hardened {
  const text = applyEdits(snapshot.text, offer.edits);
  const edited = snapshot.edited(text);
  const names = new Set(target.units.map(identityOf));
  const after = edited.analysis().units.filter((unit) => names.has(identityOf(unit)));
  const again = () =>
    targetsOf(edited)
      .filter(({ units }) => units.some((unit) => names.has(identityOf(unit))))
      .flatMap((same) =>
        setOffers(edited, same).filter(({ title }) => title.startsWith(offer.title.split(' (')[0] ?? '')),
      );
  return { name: [...names].join(', '), offer, text, before: target.units, after, again };
}

async function hardenedFile(file: string, version: number): Promise<readonly Hardened[]> {
  const text = readFileSync(join(HARDENING, file), 'utf8');
  const snapshot = await snapshotOf(text, `test/fixtures/hardening/${file}`, version);
  return targetsOf(snapshot).flatMap((target) =>
    setOffers(snapshot, target).map((offer) => apply(snapshot, target, offer)),
  );
}

/** Every set that each of the files is offered for a version of systemd. */
export async function hardenedFiles(version: number): Promise<ReadonlyMap<string, readonly Hardened[]>> {
  const found = new Map<string, readonly Hardened[]>();
  for (const file of HARDENING_FILES) found.set(file, await hardenedFile(file, version));
  return found;
}

/** Holds that systemd's `verify` finds nothing in hardened services, and that its `security` gives each the figure promised. */
export function expectPromised(services: readonly Hardened[], program: Tool, version: number): void {
  expect(services.length).toBeGreaterThan(75);
  const folder = mkdtempSync(join(tmpdir(), 'harden-'));
  try {
    const written = services.map(({ offer, after }, at) => {
      const worst = after.find((unit) => exposureOf(unit, version)?.overall === offer.after);
      if (worst === undefined) throw new Error(`${offer.title} leads elsewhere`);
      const file = join(folder, `s${at}-${worst.name}`);
      writeFileSync(file, runnable(unitText(worst).text));
      return { file, offer, scope: worst.scope };
    });
    for (const scope of ['system', 'user']) {
      const own = written.filter((one) => one.scope === scope);
      const files = own.map(({ file }) => file);
      const env = { XDG_RUNTIME_DIR: folder, SYSTEMD_UNIT_PATH: `${folder}:` };
      const verified = program.run([`--${scope}`, 'verify', '--man=no', ...files], { env });
      expect(complaints(`${verified.stdout}\n${verified.stderr}`)).toEqual([]);
      const { stdout } = program.run([`--${scope}`, 'security', '--offline=true', '--no-pager', ...files], { env });
      const figures = [...stdout.matchAll(/Overall exposure level for .*: ([0-9.]+)/g)].map(([, figure]) => figure);
      expect(figures).toEqual(own.map(({ offer }) => offer.after.toFixed(1)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The unit with programs that exist, so that nothing but its directives can be found wrong. */
function runnable(text: string): string {
  return text.replaceAll(/^(Exec\w+=[-@:+!]*)\S+/gm, '$1/bin/true');
}

/** What `verify` says about the directives. */
function complaints(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^\S*s\d+-\S+:\d+: /.test(line));
}
