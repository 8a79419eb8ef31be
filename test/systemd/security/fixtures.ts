import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssessableUnit, Assignment } from '../../../server/src/systemd/security/model';
import type { Unit } from '../../../server/src/units/model';
import { unitText } from '../../../server/src/units/text';
import { snapshotOf } from '../../support/snapshot';
import type { Sample } from './oracle';

const FIXTURES = 'test/fixtures';
const ROOT = join(import.meta.dirname, '../../..');

/** Files that have units, and modules that a set was written into, as they are kept: the text of one behind each heading. */
function documents(): readonly (readonly [path: string, text: string])[] {
  const names = readdirSync(join(ROOT, FIXTURES), { recursive: true, encoding: 'utf8' }).sort();
  return names.flatMap((name) => {
    if (!/\.(nix|service|socket|mount|swap|txt)$/.test(name)) return [];
    const path = join(FIXTURES, name);
    const text = readFileSync(join(ROOT, path), 'utf8');
    if (!name.endsWith('.txt')) return [[path, text] as const];
    const texts = text.split(/^### .*\n/m).filter((one) => one !== '');
    return texts.map((one) => [path.replace(/\.txt$/, ''), one] as const);
  });
}

/** Every unit of every fixture that runs programs, each in a file of its own. */
export async function fixtureSamples(folder: string): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const [path, text] of documents()) {
    const { units } = (await snapshotOf(text, path)).analysis();
    for (const unit of units.filter(({ type }) => type === 'service' || type === 'socket')) {
      const file = join(folder, `fixture${samples.length}.${unit.type}`);
      writeFileSync(file, loadable(unit));
      samples.push({ file, unit: assessable(unit) });
    }
  }
  return samples;
}

function assessable({ type, scope, sections }: Unit): AssessableUnit {
  const lines = new Map<string, Assignment[]>();
  for (const section of sections) {
    const entries = section.lines.filter((line) => line !== undefined);
    lines.set(section.name, [...(lines.get(section.name) ?? []), ...entries]);
  }
  return { type, scope: scope === 'user' ? 'user' : 'system', sections: plain(lines) };
}

/** Holes are written out as their text, so that systemd and we judge the same file. */
function plain(sections: ReadonlyMap<string, readonly Assignment[]>): AssessableUnit['sections'] {
  return new Map([...sections].map(([name, lines]) => [name, lines.map(({ key, value }) => ({ key, value }))]));
}

/** The unit's text with one program that exists, since systemd loads no service without. */
function loadable(unit: Unit): string {
  const text = unitText(unit).text.replaceAll(/^(Exec\w+|Type|BusName|Restart|Listen\w+|Service|Accept)=.*\n/gm, '');
  return unit.type === 'service'
    ? `${text}\n[Service]\nExecStart=/bin/true\n`
    : `${text}\n[Socket]\nListenStream=/run/fixture\n`;
}
