import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { type Offer, setOffers, targetsOf } from '../../server/src/features/harden/offers';
import { identityOf, type Target } from '../../server/src/features/harden/targets';
import type { Snapshot } from '../../server/src/features/snapshot';
import { exposureOf } from '../../server/src/units/exposure';
import type { Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { snapshotOf } from '../support/snapshot';
import { type Tool, tool } from '../support/tools';

const FOLDER = join(import.meta.dirname, '../fixtures/hardening');
const FILES = readdirSync(FOLDER).filter((name) => /\.(nix|service)$/.test(name));

/** A set for one definition, applied. */
interface Hardened {
  readonly name: string;
  readonly offer: Offer;
  readonly text: string;
  readonly before: readonly Unit[];
  readonly after: readonly Unit[];
  /** The same set, offered once more. */
  readonly again: () => readonly Offer[];
}

function isSafe({ title }: Offer): boolean {
  return title.startsWith('Harden: safe set');
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

async function read(file: string, systemd?: number): Promise<Snapshot> {
  const path = `test/fixtures/hardening/${file}`;
  return snapshotOf(readFileSync(join(FOLDER, file), 'utf8'), path, systemd);
}

function entryLines(unit: Unit): readonly string[] {
  return unit.sections.flatMap(({ name, lines }) =>
    lines.flatMap((line) => (line ? [`${name}.${line.key}=${line.value}`] : [])),
  );
}

describe.each(FILES)('the safe set in %s', (file) => {
  let hardened: readonly Hardened[];
  beforeAll(async () => {
    const snapshot = await read(file);
    hardened = targetsOf(snapshot).flatMap((target) =>
      setOffers(snapshot, target)
        .filter(isSafe)
        .map((offer) => apply(snapshot, target, offer)),
    );
  });

  test('is written where it belongs and in the style of the file', async () => {
    const text = hardened.map(({ name, text: whole }) => `### ${name}\n${whole}`).join('\n');
    await expect(text).toMatchFileSnapshot(join(FOLDER, 'safe', `${file}.txt`));
  });

  test('leads to the figure that it promised, and keeps every line that was there', () => {
    for (const { offer, before, after } of hardened) {
      expect(after).toHaveLength(before.length);
      const overall = Math.max(...after.map((unit) => exposureOf(unit, 262)?.overall ?? 0));
      expect(offer.title).toContain(`→ ${overall.toFixed(1)})`);
      expect(offer.after).toBe(overall);
      for (const [at, unit] of before.entries()) {
        expect(entryLines(after[at] ?? unit)).toEqual(expect.arrayContaining([...entryLines(unit)]));
      }
    }
  });

  test('offers nothing a second time', () => {
    expect(hardened.flatMap(({ again }) => again().map(({ title }) => title))).toEqual([]);
  });
});

interface Oracle {
  readonly version: number;
  readonly program: Tool;
}

const ORACLES: readonly Oracle[] = [
  { version: 252, program: tool('systemd-analyze') },
  { version: 262, program: tool('systemd-analyze-262') },
];

describe.each(ORACLES)('hardened services for systemd $version', ({ version, program }) => {
  const folder = mkdtempSync(join(tmpdir(), 'harden-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const usable = program.available && program.run(['--version']).stdout.startsWith(`systemd ${version} `);

  test.skipIf(!usable)(
    'are accepted by systemd, which gives them the figure that was promised',
    async () => {
      const written: { readonly file: string; readonly offer: Offer; readonly scope: string }[] = [];
      for (const file of FILES) {
        const snapshot = await read(file, version);
        for (const target of targetsOf(snapshot)) {
          for (const offer of setOffers(snapshot, target)) {
            const { after } = apply(snapshot, target, offer);
            const worst = after.find((unit) => exposureOf(unit, version)?.overall === offer.after);
            if (worst === undefined) throw new Error(`${offer.title} leads elsewhere`);
            const path = join(folder, `s${written.length}-${worst.name}`);
            writeFileSync(path, runnable(unitText(worst).text));
            written.push({ file: path, offer, scope: worst.scope });
          }
        }
      }
      expect(written.length).toBeGreaterThan(75);
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
    },
    120_000,
  );
});

/** The unit with programs that exist, so that nothing but its directives can be found wrong. */
function runnable(text: string): string {
  return text.replaceAll(/^(Exec\w+=[-@:+!]*)\S+/gm, '$1/bin/true');
}

/** What `verify` says about the directives. */
function complaints(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^\S*s\d+-\S+:\d+: /.test(line));
}
