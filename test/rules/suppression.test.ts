import { describe, expect, test } from 'vitest';
import { parseProject, projectIgnores } from '../../server/src/features/project';
import { findingsIn, type JudgeOptions } from '../support/findings';
import { memoryFiles } from '../support/memory-files';

async function codesIn(text: string, options?: JudgeOptions): Promise<readonly string[]> {
  return (await findingsIn(text, options)).map(({ code }) => code);
}

const module = (lines: string): string => `{\n  systemd.services.a.serviceConfig = {\n${lines}\n  };\n}\n`;

describe('a comment', () => {
  test.each([
    ['beside the line', module('Nonsens = 1; # nix-services: ignore unknown-directive')],
    ['above the line', module('# nix-services: ignore unknown-directive\nNonsens = 1;')],
    ['above, with others between', module('# nix-services: ignore unknown-directive\n# for a fork\nNonsens = 1;')],
    ['with several codes', module('# nix-services: ignore invalid-value, unknown-directive\nNonsens = 1;')],
    ['in a block', module('/* nix-services: ignore unknown-directive */\nNonsens = 1;')],
    ['for the file', `# nix-services: ignore-file unknown-directive\n${module('Nonsens = 1;')}`],
    ['above a value of several lines', module("# nix-services: ignore invalid-value\nKillMode =\n  ''nobody'';")],
  ])('%s passes over a finding', async (_name, text) => {
    expect(await codesIn(text)).toEqual([]);
  });

  test.each([
    ['of another code', module('# nix-services: ignore invalid-value\nNonsens = 1;')],
    ['two lines above', module('# nix-services: ignore unknown-directive\nUser = "a";\nNonsens = 1;')],
    ['beside the line above', module('User = "a"; # nix-services: ignore unknown-directive\nNonsens = 1;')],
    ['without a code', module('# nix-services: ignore\nNonsens = 1;')],
    ['in a string', module('Nonsens = "# nix-services: ignore unknown-directive";')],
  ])('%s does not', async (_name, text) => {
    expect(await codesIn(text)).toEqual(['unknown-directive']);
  });

  test('works in a unit file', async () => {
    const options = { path: '/units/a.service' };
    expect(await codesIn('[Service]\nExecStart=/bin/a\nNonsens=1\n', options)).toEqual(['unknown-directive']);
    const above = '[Service]\nExecStart=/bin/a\n# nix-services: ignore unknown-directive\nNonsens=1\n';
    expect(await codesIn(above, options)).toEqual([]);
  });
});

test('a setting passes over a code', async () => {
  expect(await codesIn(module('Nonsens = 1;'), { ignore: ['unknown-directive'] })).toEqual([]);
});

describe('a project file', () => {
  const codes = new Set(['a', 'b']);

  test.each([
    ['{', 'is not valid JSON'],
    ['[]', 'has to be an object'],
    ['{ "ignores": [] }', "has no setting 'ignores'"],
    ['{ "ignore": "a" }', 'a list of codes'],
    ['{ "ignore": ["c"] }', "there is no finding called 'c'"],
    ['{ "overrides": {} }', 'has to be a list'],
    ['{ "overrides": [{ "ignore": ["a"] }] }', "needs 'files'"],
  ])('%s is refused', (text, message) => {
    const project = parseProject(text, codes);
    expect(project.ok ? '' : project.message).toContain(message);
  });

  test('passes over codes everywhere and by path', () => {
    const text = JSON.stringify({
      ignore: ['legacy-directive'],
      overrides: [{ files: ['tests/', '*.generated.nix'], ignore: ['no-command'] }],
    });
    const files = memoryFiles({ '/p/.nix-services.json': text, '/p/deep/a.nix': '' });
    const ignored = (path: string) => [...projectIgnores(files, `file://${path}`, () => undefined)];
    expect(ignored('/p/deep/a.nix')).toEqual(['legacy-directive']);
    expect(ignored('/p/tests/a.nix')).toEqual(['legacy-directive', 'no-command']);
    expect(ignored('/p/deep/x.generated.nix')).toEqual(['legacy-directive', 'no-command']);
    expect(ignored('/q/a.nix')).toEqual([]);
  });

  test('that is wrong is named and passes over nothing', () => {
    const said: string[] = [];
    const files = memoryFiles({ '/p/.nix-services.json': '{' });
    const ignored = projectIgnores(files, 'file:///p/a.nix', (path, message) => said.push(`${path}: ${message}`));
    expect([...ignored]).toEqual([]);
    expect(said).toEqual(['/p/.nix-services.json: is not valid JSON']);
  });
});
