import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { hardeningOffers, type Offer, setOffers, targetsOf } from '../../server/src/features/harden/offers';
import { identityOf } from '../../server/src/features/harden/place';
import type { Target } from '../../server/src/features/harden/targets';
import type { Snapshot } from '../../server/src/features/snapshot';
import { exposureOf } from '../../server/src/units/exposure';
import { unitText } from '../../server/src/units/text';
import { snapshotOf } from '../support/snapshot';

const FOLDER = join(import.meta.dirname, '../fixtures/hardening');
const FILES = readdirSync(FOLDER).filter((name) => /\.(nix|service)$/.test(name));

async function offersAt(marked: string): Promise<{ text: string; offers: readonly Offer[] }> {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, offers: hardeningOffers(await snapshotOf(text), { start: at, end: at }) };
}

function named(offers: readonly Offer[], title: string): Offer | undefined {
  return offers.find((offer) => offer.title.startsWith(title));
}

describe('a weaker value gives way', () => {
  const CASES: readonly (readonly [from: string, to: string])[] = [
    ['ProtectSystem = "full";', 'ProtectSystem = "strict";'],
    ['ProtectSystem = true;', 'ProtectSystem = "strict";'],
    ['ProtectSystem = lib.mkForce "full"; # all', 'ProtectSystem = lib.mkForce "strict"; # all'],
    ['ProtectHome = "read-only";', 'ProtectHome = true;'],
    [
      'SystemCallFilter = [ "~@mount" "~@swap" ];',
      'SystemCallFilter = [ "@system-service" "~@privileged" "~@resources" ];',
    ],
    ['SystemCallFilter = "~@mount @swap";', 'SystemCallFilter = [ "@system-service" "~@privileged" "~@resources" ];'],
  ];
  test.each(CASES)('%s', async (from, to) => {
    const module = `{ lib, ... }: {
  systemd.services.a| = {
    serviceConfig = {
      ExecStart = "/bin/a";
      ${from}
      User = "a";
    };
  };
}
`;
    const { text, offers } = await offersAt(module);
    const strict = named(offers, 'Harden: strict set');
    const after = applyEdits(text, strict?.edits ?? []);
    expect(after).toContain(`"/bin/a";\n      ${to}\n      User = "a";\n`);
    const [unit] = (await snapshotOf(after)).analysis().units;
    expect(unit && exposureOf(unit, 262)?.overall).toBe(strict?.after);
    const safe = applyEdits(text, named(offers, 'Harden: safe set')?.edits ?? []);
    expect(safe).toContain(from);
  });

  test.each([
    ['a decision against it', 'ProtectSystem = false;'],
    ['a list of its own', 'SystemCallFilter = "~@mount fork";'],
    ['a computed value', 'ProtectSystem = if config.x then "full" else "strict";'],
    ['a text with a hole', 'ProtectSystem = "${"full"}";'],
  ])('but not %s', async (_, line) => {
    const { text, offers } = await offersAt(
      `{ config, ... }: { systemd.services.a|.serviceConfig = { ExecStart = "/bin/a"; ${line} }; }`,
    );
    expect(applyEdits(text, named(offers, 'Harden: strict set')?.edits ?? [])).toContain(line);
  });

  test('nor what other services take it from', async () => {
    const { text, offers } = await offersAt(`let common.ProtectSystem = "full"; in {
  systemd.services.a|.serviceConfig = common // { ExecStart = "/bin/a"; };
  systemd.services.b = { serviceConfig = common // { ExecStart = "/bin/b"; }; };
}`);
    const alone = offers.find(({ title }) => title.startsWith('Harden: strict set ('));
    expect(alone).toBeDefined();
    expect(applyEdits(text, alone?.edits ?? [])).toContain('common.ProtectSystem = "full";');
  });

  test('in a row of its own', async () => {
    const { text, offers } = await offersAt(
      '{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a"; SystemCallErrorNumber = "EPERM"; SystemCallFilter = "~@mount"; }; }',
    );
    const row = named(offers, 'Set SystemCallFilter=@system-service');
    expect(applyEdits(text, row?.edits ?? [])).toBe(text.replace('"~@mount"', '[ "@system-service" "~@resources" ]'));
  });
});

function edited(snapshot: Snapshot, { units }: Target, offer: Offer | undefined): Snapshot | undefined {
  const result = offer && snapshot.edited(applyEdits(snapshot.text, offer.edits));
  return units.length > 0 ? result : undefined;
}

function linesOf(snapshot: Snapshot, { units }: Target): readonly string[] {
  const names = new Set(units.map(identityOf));
  const found = snapshot.analysis().units.filter((unit) => names.has(identityOf(unit)));
  return found.flatMap((unit) =>
    unitText(unit)
      .text.split('\n')
      .map((line) => `${unit.name} ${line}`),
  );
}

function sameTarget(snapshot: Snapshot, { units }: Target): Target | undefined {
  const names = new Set(units.map(identityOf));
  return targetsOf(snapshot).find((target) => target.units.some((unit) => names.has(identityOf(unit))));
}

describe.each(FILES)('the strict set in %s', (file) => {
  test('leads to the same after a smaller one', { timeout: 120_000 }, async () => {
    const path = `test/fixtures/hardening/${file}`;
    const snapshot = await snapshotOf(readFileSync(join(FOLDER, file), 'utf8'), path);
    for (const target of targetsOf(snapshot)) {
      const offers = setOffers(snapshot, target);
      const strict = edited(snapshot, target, named(offers, 'Harden: strict set'));
      if (strict === undefined) continue;
      for (const title of ['Harden: safe set', 'Harden down to OK']) {
        const first = edited(snapshot, target, named(offers, title));
        const again = first && sameTarget(first, target);
        if (first === undefined || again === undefined) continue;
        const second = named(setOffers(first, again), 'Harden: strict set');
        const both = edited(first, target, second);
        const what = `${title} of ${target.units[0]?.name}`;
        // Where the figure, which is rounded, would stay the same, nothing is offered.
        expect(second?.after ?? named(offers, title)?.after, what).toBe(named(offers, 'Harden: strict set')?.after);
        if (both === undefined) continue;
        expect(linesOf(both, target), what).toEqual(expect.arrayContaining([...linesOf(strict, target)]));
      }
    }
  });
});
