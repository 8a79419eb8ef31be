import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';

const ROOT = join(import.meta.dirname, '../..');
const { commands, configuration, grammars, languages, snippets } = manifest.contributes;

function sourcesBelow(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
}

const client = sourcesBelow('client/src');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe('commands', () => {
  test('are those that the client registers', () => {
    const registered = [...client.matchAll(/registerCommand\('([^']+)'/g)].map((match) => match[1]);
    expect(registered.sort()).toEqual(commands.map(({ command }) => command).sort());
  });

  test.each(commands)('$command stands in the README', ({ category, title }) => {
    expect(readme).toContain(`| ${category}: ${title} |`);
  });
});

describe('settings', () => {
  const settings: readonly (readonly [string, { readonly default: unknown }])[] = Object.entries(
    configuration.properties,
  );

  test.each(settings)('%s stands in the README with its default', (name, { default: value }) => {
    expect(readme).toContain(`| \`${name}\` | \`${Array.isArray(value) ? (value[0] ?? '[]') : value}\``);
  });

  // The protocol library reads the trace setting by the client's name.
  test.each(settings.filter(([name]) => name !== 'nixServices.trace.server'))('%s is read', (name) => {
    const leaf = name.split('.').at(-1) ?? name;
    expect(`${client}\n${sourcesBelow('server/src/lsp')}`).toContain(`'${leaf}'`);
  });
});

describe('the package', () => {
  test('takes nothing about programs and fetching from the settings of a workspace that is not trusted', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const names = Object.keys(configuration.properties);
    expect(restrictedConfigurations.toSorted()).toEqual(
      names.filter((name) => /hash|program|shellcheck/.test(name)).toSorted(),
    );
  });

  test('refers to files that exist', () => {
    const paths = [
      manifest.icon,
      ...grammars.map(({ path }) => path),
      ...snippets.map(({ path }) => path),
      ...languages.map((language) => language.configuration),
    ];
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('holds what the extension needs and nothing else', () => {
    const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
    const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: ROOT, encoding: 'utf8' });
    expect(listed.trim().split('\n').sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/NOTICES.txt',
      'dist/client.js',
      'dist/server.js',
      'dist/tree-sitter-nix.wasm',
      'dist/web-tree-sitter.wasm',
      'images/icon.png',
      'package.json',
      'snippets/nix.json',
      'syntaxes/nix.language-configuration.json',
      'syntaxes/nix.tmLanguage.json',
      'syntaxes/systemd-unit.language-configuration.json',
      'syntaxes/systemd-unit.tmLanguage.json',
    ]);
  });

  test('carries the licenses of what is bundled', () => {
    const notices = readFileSync(join(ROOT, 'dist/NOTICES.txt'), 'utf8');
    for (const name of ['vscode-languageclient', 'web-tree-sitter', 'tree-sitter-nix']) expect(notices).toContain(name);
  });
});
