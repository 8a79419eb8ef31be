import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lineMap } from '../../server/src/base/span';
import { assessmentView } from '../../server/src/features/harden/assessment';
import { hardeningOffers, type Offer } from '../../server/src/features/harden/offers';
import type { Snapshot } from '../../server/src/features/snapshot';
import { HARDENING, HARDENING_FILES } from '../support/hardened';
import { snapshotOf } from '../support/snapshot';

/** A place in each service that a document declares. */
function places(snapshot: Snapshot): readonly number[] {
  const own = snapshot.analysis().units.flatMap(({ declarations }) => declarations);
  return [...new Set(own.filter(({ uri }) => uri === snapshot.uri).map(({ start }) => start))];
}

function offersAt(snapshot: Snapshot, at: number): readonly Offer[] {
  return hardeningOffers(snapshot, { start: at, end: at });
}

test.each(HARDENING_FILES)('what services of %s share is what each is told alone', async (file) => {
  const open = () => snapshotOf(readFileSync(join(HARDENING, file), 'utf8'), `test/fixtures/hardening/${file}`);
  const shared = await open();
  // Asked of first, the assessment shares its evaluations with the offers.
  assessmentView(shared, undefined, () => lineMap(shared.text));
  for (const at of places(shared).toReversed()) {
    const offers = offersAt(shared, at);
    expect(offersAt(shared, at)).toBe(offers);
    expect(offers).toEqual(offersAt(await open(), at));
  }
});
