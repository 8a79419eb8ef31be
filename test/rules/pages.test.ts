import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/registry';

const ROOT = join(import.meta.dirname, '../..');
const folder = join(ROOT, 'docs/rules');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const index = readFileSync(join(folder, 'README.md'), 'utf8');

test('every rule has a page and every page a rule', () => {
  expect(pages.toSorted()).toEqual(RULES.map(({ code }) => `${code}.md`).toSorted());
});

test('no two rules share a code', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
});

test('the README leads to the pages', () => {
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/rules/README.md)');
});

describe.each(RULES)('$code', ({ code, title, severity }) => {
  const page = readFileSync(join(folder, `${code}.md`), 'utf8');

  test('has a page with its title, severity, reason, example and fix', () => {
    expect(page.startsWith(`# ${title}\n\n\`${code}\` · ${severity}\n`)).toBe(true);
    for (const heading of ['## Why', '## Example', '## Fix']) expect(page).toContain(`\n${heading}\n`);
  });

  test('stands in the list of rules', () => {
    expect(index).toContain(`| [${code}](${code}.md) | ${severity} | ${title} |`);
  });
});
