import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NixParser } from '../../server/src/syntax/parser';
import type { Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { nixFiles } from '../support/checkout';
import { analysisOfFile, difference, indented } from '../support/corpus';
import { nixRepl, type Repl } from '../support/nix-repl';
import { testParser } from '../support/parser';
import { tool } from '../support/tools';
import { namesIn } from './nixos-units/names';

/**
 * Compares previewed units with those that NixOS itself makes: `node scripts/run-ts.mjs test/corpus/nixos-units.ts NIXPKGS [--cache FOLDER] FILE_OR_FOLDER…`,
 * where NIXPKGS is a work tree of nixpkgs, of which `lib` and `nixos` are used. Each file is previewed alone, and given to Nix as a module beside all
 * modules of NixOS, with stubs for packages and what the preview assumed set. Prints every unit that differs and how; fails when fewer than nine in
 * ten are the same. Units that Nix refuses do not count, nor do those that modules of NixOS define beside the file (`partial`).
 */
const ENOUGH = 0.9;

const BUDGET_MS = 30_000;

type Scope = 'system' | 'user';

interface RealUnit {
  readonly text: string | null;
  readonly enable: boolean;
  readonly wantedBy: readonly string[];
  readonly requiredBy: readonly string[];
  readonly aliases: readonly string[];
  /** Whether modules that the preview did not read define it as well. */
  readonly others: boolean;
}

type Real = Readonly<Record<Scope, Readonly<Record<string, RealUnit>>>>;

/**
 * `holes`: the same but for pieces that the preview marks as unknown; `unknown`: different, and the preview lists what it does not know or
 * assumed; `wrong`: different without a word.
 */
type Verdict = 'same' | 'holes' | 'unknown' | 'partial' | 'wrong' | 'missing' | 'extra';

interface Judged {
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

const ASSUMED_OPTION = /^config\.((?:[\w'-]+|"[^"]*")(?:\.(?:[\w'-]+|"[^"]*"))*) = (true|false)$/;

interface Assumed {
  readonly path: readonly string[];
  readonly value: boolean;
}

/** The options that the preview took to be set; other conditions cannot be set. */
function assumedOptions(units: readonly Unit[]): readonly Assumed[] {
  const all = new Set(units.flatMap(({ assumptions }) => assumptions));
  return [...all].flatMap((text) => {
    const found = ASSUMED_OPTION.exec(text);
    const names = (found?.[1] ?? '').match(/[^."]+|"[^"]*"/g) ?? [];
    return found === null ? [] : [{ path: names.map((name) => name.replaceAll('"', '')), value: found[2] === 'true' }];
  });
}

/** Store paths by name alone, without versions. */
function masked(text: string): string {
  return text
    .replace(/\/nix\/store\/(?:[0-9a-z]{32}|…)-/g, '/nix/store/')
    .replace(/(\/nix\/store\/(?:[\w.+?=-]|‹[^›]*›)*?)-\d[\w.+]*(?=[/"'\s:;,)\]}]|$)/g, '$1');
}

/** Whether a text is what another becomes when its unknown pieces are filled in. */
function fits(previewed: string, written: string): boolean {
  const pattern = previewed
    .split(/‹[^›]*›/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*?');
  return new RegExp(`^${pattern}$`).test(written);
}

function judge(unit: Unit, real: RealUnit): Omit<Judged, 'name'> {
  const previewed = masked(unitText(unit).text);
  const written = masked(real.text ?? '');
  const links = ([a, b]: readonly [readonly string[], readonly string[]]): boolean =>
    [...a].sort().join() === [...b].sort().join();
  const linked = links([unit.links.wantedBy, real.wantedBy]) && links([unit.links.requiredBy, real.requiredBy]);
  if (previewed === written && unit.enabled === real.enable && linked) return { verdict: 'same', detail: '' };
  const detail = `${indented(difference(previewed, written))}${unit.enabled === real.enable ? '' : '\n    enable differs'}${linked ? '' : '\n    links differ'}`;
  const open = unit.open === true || /‹[^›]*›/.test(previewed);
  if (real.others) return { verdict: 'partial', detail: '    other modules define it as well' };
  if (open && fits(previewed, written)) return { verdict: 'holes', detail };
  const doubts = [...unit.unknowns, ...unit.assumptions.filter((text) => !ASSUMED_OPTION.test(text))];
  if (doubts.length === 0) return { verdict: 'wrong', detail };
  return { verdict: 'unknown', detail: `${detail}\n    (${doubts.join('; ')})` };
}

/** NixOS's modules in a session of Nix, which parses them once. */
interface Oracle {
  readonly nixpkgs: string;
  readonly folder: string;
  readonly names: string;
  readonly cache: string | undefined;
  readonly repl: Repl;
}

interface Request {
  readonly module: string;
  readonly files: readonly string[];
  readonly assumed: readonly Assumed[];
  readonly units: readonly { readonly scope: string; readonly name: string }[];
}

interface Answer {
  readonly units: Real;
  /** What Nix refuses, and why. */
  readonly refused: readonly string[];
}

/** All units of a request, each asked for by itself: one that fails leaves the others. */
async function evaluateUnits({ repl, folder, nixpkgs, names }: Oracle, request: Request): Promise<Answer> {
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify({ ...request, nixpkgs, names }));
  await repl.run(`made = import ${join(import.meta.dirname, 'nixos-units/evaluate.nix')} { request = "${file}"; }`);
  const refused: string[] = [];
  const units: Record<Scope, Record<string, RealUnit>> = { system: {}, user: {} };
  for (const scope of ['system', 'user'] as const) {
    const listed = await repl.json(`builtins.attrNames made.units.${scope}`);
    if ('error' in listed) {
      refused.push(`all: ${listed.error}`);
      continue;
    }
    const found: readonly string[] = JSON.parse(listed.json);
    for (const name of found) {
      const one = await repl.json(`made.units.${scope}.${JSON.stringify(name)}`);
      if ('error' in one) refused.push(`${scope} ${name}: ${one.error}`);
      else units[scope][name] = JSON.parse(one.json);
    }
  }
  return { units, refused };
}

async function realUnits(oracle: Oracle, request: Request): Promise<Answer> {
  const key = createHash('sha256').update(JSON.stringify(request)).update(readFileSync(request.module)).digest('hex');
  const kept = oracle.cache === undefined ? undefined : join(oracle.cache, key);
  if (kept !== undefined && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const answer = await evaluateUnits(oracle, request);
  if (kept !== undefined) writeFileSync(kept, JSON.stringify(answer));
  return answer;
}

interface Compared {
  readonly judged: readonly Judged[];
  readonly refused: readonly string[];
  readonly problems: readonly string[];
}

async function compare(oracle: Oracle, parser: NixParser, path: string): Promise<Compared> {
  const analysis = analysisOfFile(parser, path, BUDGET_MS);
  const units = analysis.units.filter(
    ({ scope, world, context }) => scope !== 'initrd' && world === 'nixos' && context === undefined,
  );
  const { units: real, refused } = await realUnits(oracle, {
    module: path,
    files: analysis.files,
    assumed: assumedOptions(analysis.units),
    units: units.map(({ scope, name }) => ({ scope, name })),
  });
  const judged: Judged[] = [];
  for (const scope of ['system', 'user'] as const) {
    const previewed = new Map(units.filter((unit) => unit.scope === scope).map((unit) => [unit.name, unit]));
    for (const [name, made] of Object.entries(real[scope])) {
      const unit = previewed.get(name);
      const title = `${scope} ${name}`;
      judged.push(
        unit === undefined
          ? { name: title, verdict: 'missing', detail: `    ${analysis.unknowns.slice(0, 5).join('; ')}` }
          : { name: title, ...judge(unit, made) },
      );
    }
    for (const [name, unit] of previewed) {
      const title = `${scope} ${name}`;
      if (
        real[scope][name] !== undefined ||
        refused.some((text) => text.startsWith('all:') || text.startsWith(`${title}:`))
      )
        continue;
      judged.push({ name: title, verdict: 'extra', detail: `    ${unit.assumptions.join('; ')}` });
    }
  }
  return { judged, refused, problems: analysis.problems.map(({ message }) => message.split('\n')[0] ?? '') };
}

function mentionsUnits(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return /\bsystemd\b/.test(text) && !/nixosTest|make-test|runTest/.test(text);
}

async function main(argv: readonly string[]): Promise<number> {
  const [nixpkgs, ...rest] = argv;
  if (nixpkgs === undefined || rest.length === 0) {
    console.error('give the path of nixpkgs, and files or folders');
    return 2;
  }
  const cacheAt = rest.indexOf('--cache');
  const cache = cacheAt < 0 ? undefined : rest[cacheAt + 1];
  if (cache !== undefined) mkdirSync(cache, { recursive: true });
  const given = cacheAt < 0 ? rest : rest.filter((_, index) => index !== cacheAt && index !== cacheAt + 1);
  const targets = given.flatMap((path) =>
    statSync(path).isDirectory() ? nixFiles(path).filter(mentionsUnits) : [path],
  );
  const parser = await testParser();
  const folder = mkdtempSync(join(tmpdir(), 'nixos-units-'));
  const names = join(cache ?? folder, 'names.json');
  writeFileSync(
    names,
    JSON.stringify(
      namesIn([...nixFiles(join(nixpkgs, 'nixos')), ...targets.flatMap((path) => nixFiles(dirname(path)))]),
    ),
  );
  const repl = nixRepl(tool('nix-2.34').argv, folder);
  const oracle: Oracle = { nixpkgs, folder, names, cache, repl };
  const counts = new Map<string, number>();
  for (const path of targets) {
    const found = await compare(oracle, parser, path);
    for (const { name, verdict, detail } of found.judged) {
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
      if (verdict !== 'same') console.log(`${verdict} ${path} ${name}\n${detail}`);
    }
    for (const refusal of found.refused) {
      counts.set('refused', (counts.get('refused') ?? 0) + 1);
      console.log(`refused ${path} ${refusal}`);
    }
    if (found.judged.some(({ verdict }) => verdict !== 'same')) {
      for (const problem of found.problems) console.log(`    problem: ${problem}`);
    }
  }
  repl.close();
  rmSync(folder, { recursive: true, force: true });
  const count = (verdict: Verdict): number => counts.get(verdict) ?? 0;
  const all = (['same', 'holes', 'unknown', 'wrong', 'missing', 'extra'] as const).reduce(
    (sum, one) => sum + count(one),
    0,
  );
  console.log([...counts].map(([verdict, number]) => `${number} ${verdict}`).join(', '));
  console.log(`${count('same')} of ${all} are the same (${((100 * count('same')) / Math.max(all, 1)).toFixed(1)} %)`);
  return count('same') >= ENOUGH * all ? 0 : 1;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
