import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { str } from '../../server/src/nix/value';
import type { Script, Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { analyseText } from './world';

const folder = join(import.meta.dirname, '../fixtures/units');
const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'case.unit')));
const errors = readdirSync(join(folder, 'errors'));

/** Store hashes and the folder that holds the case are left out. */
function masked(text: string, name: string): string {
  return text.replace(/\/nix\/store\/[0-9a-z]{32}-/g, '/nix/store/…-').replaceAll(join(folder, name), '.');
}

function linksOf({ links, world }: Unit): string {
  if (world === 'home-manager') return '';
  return (['wantedBy', 'requiredBy', 'upheldBy', 'aliases'] as const)
    .filter((kind) => links[kind].length > 0)
    .map((kind) => ` ${kind}=${links[kind].join(',')}`)
    .join('');
}

function shown(unit: Unit, name: string): string {
  const flags = `${unit.enabled ? '' : ' disabled'}${unit.dropIn ? ' drop-in' : ''}${linksOf(unit)}`;
  return `### ${unit.scope} ${unit.name}${flags}\n${masked(unitText(unit).text, name)}`;
}

function shownScript(script: Script, name: string): string {
  return `### script ${script.name}\n${masked(script.text, name)}`;
}

function blocks(text: string, kind: 'units' | 'scripts'): readonly string[] {
  const all = text.split(/^(?=### )/m).sort();
  return all.filter((block) => block.startsWith('### script ') === (kind === 'scripts'));
}

/** What the samples were evaluated with. */
const settings = [{ path: ['home', 'homeDirectory'], value: str('/home/alice') }];

describe('units as NixOS and home-manager write them', () => {
  test.each(cases)('%s', (name) => {
    const path = join(folder, name, 'case.nix');
    const analysis = analyseText(readFileSync(path, 'utf8'), path, { assumeEnabled: false, settings });
    const expected = readFileSync(join(folder, name, 'case.unit'), 'utf8');
    expect(analysis.problems).toEqual([]);
    expect(analysis.units.map((unit) => shown(unit, name)).sort()).toEqual(blocks(expected, 'units'));
    const scripts = blocks(expected, 'scripts');
    const got = analysis.units.flatMap((unit) => unit.scripts.map((script) => shownScript(script, name)));
    if (scripts.length > 0) expect(got.sort()).toEqual(scripts);
  });
});

/** The first sentence of an error, without the values. */
function sentence(text: string): string {
  const [line = ''] = text.replace(/^error: /, '').split('\n');
  return line.replace(/ (TypeError|Definition values):.*$/, '').trim();
}

describe('what NixOS and home-manager refuse', () => {
  test.each(errors)('%s', (name) => {
    const path = join(folder, 'errors', name, 'case.nix');
    const { problems } = analyseText(readFileSync(path, 'utf8'), path, { assumeEnabled: false });
    const expected = readFileSync(join(folder, 'errors', name, 'case.error'), 'utf8');
    const [first] = problems;
    expect(problems).toHaveLength(1);
    expect(first?.message.startsWith(sentence(expected))).toBe(true);
    expect(first?.origin).toBeDefined();
  });
});
