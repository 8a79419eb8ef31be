// Writes server/data/nixos-units.json from the modules of a nixpkgs on disk.
// node scripts/run-ts.mjs test/features/workspace/record-nixos-units.ts NIXPKGS
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileUri } from '../../../server/src/base/uri';
import { nodeHost } from '../../../server/src/cli/host-node';
import { session } from '../../../server/src/features/session';
import { fileEntry } from '../../../server/src/features/workspace/file-entry';
import type { IndexedUnit } from '../../../server/src/features/workspace/indexed-unit';
import { unitName } from '../../../server/src/features/workspace/unit-name';
import { isSystemdsOwn } from '../../../server/src/systemd/special-units';
import { nixFiles } from '../../support/checkout';
import { testParser } from '../../support/parser';

const OUT = join(import.meta.dirname, '../../../server/data/nixos-units.json');
const PATIENCE = { budgetMs: 60_000, depth: 500 };

/** A module that may be the one that defines a unit; the better comes first. */
interface Candidate {
  readonly module: string;
  /** Whether its name is like the unit's, how far apart they are, and whether it only changes the unit. */
  readonly rank: readonly [number, number, number];
}

function candidate(module: string, { name, whole }: IndexedUnit): Candidate | undefined {
  const base = unitName(name)?.base.toLowerCase() ?? '';
  const stem = module.replace(/(\/default)?\.nix$/, '').toLowerCase();
  const last = stem.slice(stem.lastIndexOf('/') + 1);
  const isNear = base.startsWith(last) || last.startsWith(base);
  if (!whole && !isNear) return undefined;
  return { module, rank: [isNear ? 0 : 1, isNear ? Math.abs(last.length - base.length) : 0, whole ? 0 : 1] };
}

function better(a: Candidate, b: Candidate): Candidate {
  const difference = a.rank.map((value, index) => value - (b.rank[index] ?? 0)).find((one) => one !== 0);
  return (difference ?? (a.module < b.module ? -1 : 1)) < 0 ? a : b;
}

/** The units of a module that have a name of their own there and are no one else's. */
async function unitsOf(file: string): Promise<readonly IndexedUnit[]> {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('systemd')) return [];
  const { files, now } = nodeHost({ trusted: false });
  const parser = await testParser();
  const given = { parser, files, now, systemdVersion: undefined, assumeEnabled: true, alone: true, ...PATIENCE };
  const { units, occurrences } = fileEntry(
    session(given).snapshot({ uri: fileUri(file), text, tree: parser.parse(text) }),
  );
  return units.filter(({ name, scope }) => {
    const places = occurrences.filter((one) => one.role !== 'reference' && one.name === name && one.scope === scope);
    const parts = unitName(name);
    const isOne = parts !== undefined && (parts.instance === undefined || parts.instance === '');
    return isOne && !isSystemdsOwn(name) && (places.length === 0 || places.some(({ base }) => base !== undefined));
  });
}

function written(found: ReadonlyMap<string, Candidate>): string {
  const modules = new Map<string, string[]>();
  for (const [name, { module }] of found) modules.set(module, [...(modules.get(module) ?? []), name]);
  const rows = [...modules].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.map(([module, names]) => `    ${JSON.stringify(module)}: ${JSON.stringify(names.sort())}`).join(',\n');
}

async function record(nixpkgs: string): Promise<void> {
  const folder = join(nixpkgs, 'nixos/modules');
  const found = { system: new Map<string, Candidate>(), user: new Map<string, Candidate>() };
  for (const file of nixFiles(folder)) {
    for (const unit of await unitsOf(file)) {
      const own = candidate(file.slice(folder.length + 1), unit);
      if (own === undefined || unit.scope === 'initrd') continue;
      const known = found[unit.scope].get(unit.name);
      found[unit.scope].set(unit.name, known === undefined ? own : better(known, own));
    }
  }
  const release = readFileSync(join(nixpkgs, 'lib/.version'), 'utf8').trim();
  const [system, user] = [written(found.system), written(found.user)];
  writeFileSync(OUT, `{\n  "release": "${release}",\n  "system": {\n${system}\n  },\n  "user": {\n${user}\n  }\n}\n`);
}

const [nixpkgs] = process.argv.slice(2);
if (nixpkgs === undefined) throw new Error('usage: node scripts/run-ts.mjs FILE NIXPKGS');
void record(nixpkgs);
