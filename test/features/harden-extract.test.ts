import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { extractions } from '../../server/src/features/harden/extract/offers';
import { extracted, FIXTURES, look, previewsOf } from './extracted';

describe('hardening goes to a file', () => {
  test('that holds the set, and is imported', async () => {
    const offers = await extracted(
      '{ systemd.services.a|.serviceConfig = { ExecStart = "/a"; PrivateTmp = true; UMask = "0077"; }; }\n',
    );
    const [, { text, file } = { text: '', file: undefined }] = offers;
    expect(file?.uri).toBe(pathToFileURL(join(FIXTURES, 'hardening.nix')).href);
    expect(file?.text).toBe('{\n  PrivateTmp = true;\n  UMask = "0077";\n}\n');
    expect(text).toBe(
      'let\n  hardening = import ./hardening.nix;\nin\n{ systemd.services.a.serviceConfig = hardening // { ExecStart = "/a"; }; }\n',
    );
  });

  test('that takes lib where its values use it, and nothing else', async () => {
    const module = (value: string): string =>
      `{ lib, config, ... }: { systemd.services.a|.serviceConfig = { PrivateTmp = true; UMask = ${value}; }; }\n`;
    const [, file] = await extracted(module('lib.mkDefault "0077"'));
    expect(file?.file?.text).toBe('{ lib }:\n{\n  PrivateTmp = true;\n  UMask = lib.mkDefault "0077";\n}\n');
    expect(file?.text).toContain('hardening = import ./hardening.nix { inherit lib; };');
    expect((await extracted(module('config.x'))).map(({ title }) => title)).toEqual(['Extract hardening to a let']);
  });

  test('of another name where there is one', async () => {
    const path = join(FIXTURES, 'hardening/extracted/service.nix');
    const offers = await extracted(
      '{ systemd.services.a|.serviceConfig = { PrivateTmp = true; UMask = "7"; }; }',
      path,
    );
    expect(offers[1]?.title).toBe('Extract hardening to service-hardening.nix');
  });
});

/** The fixtures, and those of hardening as each of their services is when hardened. */
const MODULES: readonly (readonly [path: string, text: string])[] = readdirSync(FIXTURES, {
  recursive: true,
  encoding: 'utf8',
}).flatMap((name) => {
  const path = join(FIXTURES, name);
  if (name.endsWith('.nix')) return [[path, readFileSync(path, 'utf8')] as const];
  if (!name.endsWith('.nix.txt')) return [];
  const texts = readFileSync(path, 'utf8').split(/^### .*\n/m);
  return texts.filter((text) => text !== '').map((text) => [path.replace(/\.txt$/, ''), text] as const);
});

test('no unit of the fixtures changes by a byte', { timeout: 240_000 }, async () => {
  let count = 0;
  for (const [path, text] of MODULES) {
    const before = await look(text, path);
    const places = before.analysis().units.flatMap(({ declarations }) => declarations.map(({ start }) => start));
    for (const start of new Set(places)) {
      for (const { title, edits, file } of extractions(before, { start, end: start })) {
        const after = await look(applyEdits(text, edits), path, file);
        expect(previewsOf(after), `${title} in ${path}`).toEqual(previewsOf(before));
        count += 1;
      }
    }
  }
  expect(count).toBeGreaterThan(70);
});
