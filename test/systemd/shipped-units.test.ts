import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';
import { directive, isExtension, sectionsOf } from '../../server/src/systemd/catalogue';
import { checkValue } from '../../server/src/systemd/values/check';

const root = join(import.meta.dirname, '../..');

/** Unit files that systemd's own packages bring: all of them are right. */
const folders: readonly { readonly version: number; readonly path: string }[] = [
  { version: 252, path: '/usr/lib/systemd/system' },
  { version: 252, path: '/usr/lib/systemd/user' },
  { version: 257, path: join(root, '.tools/trixie/usr/lib/systemd/system') },
  { version: 262, path: join(root, '.tools/sid/usr/lib/systemd/system') },
  { version: 262, path: join(root, '.tools/sid/usr/lib/systemd/user') },
];

interface Assignment {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

function assignments(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  let section = '';
  for (const line of text
    .replace(/^[#;].*$/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')) {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const [, name, value] = /^([A-Za-z0-9-]+)\s*=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found.push({ section, name, value });
  }
  return found;
}

function complaints(version: number, folder: string): readonly string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ name: file }) => {
    const sections = sectionsOf(extname(file).slice(1));
    return assignments(readFileSync(join(folder, file), 'utf8')).flatMap(({ section, name, value }) => {
      if (!sections.includes(section) || isExtension(name)) return [];
      const entry = directive(section, name, version);
      if (entry === undefined) return [`${file}: [${section}] ${name} is unknown`];
      const verdict = checkValue(entry, value, version);
      return verdict.ok ? [] : [`${file}: ${name}=${value}: ${verdict.message}`];
    });
  });
}

test.each(folders.filter(({ path }) => existsSync(path)))('nothing is wrong in $path', ({ version, path }) => {
  expect(complaints(version, path)).toEqual([]);
});
