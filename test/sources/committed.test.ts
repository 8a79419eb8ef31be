import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../server/src/cli/host-node';
import { committedText } from '../../server/src/sources/committed';
import { gitIn } from '../support/repositories';
import { tool } from '../support/tools';

describe.skipIf(!tool('git').available)('the committed text of a file', () => {
  let folder: string;
  const host = nodeHost({ trusted: true });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'committed-'));
    gitIn(folder, 'init', '-q');
    mkdirSync(join(folder, 'sub'));
    for (const name of ['a.nix', 'sub/-x y.nix']) writeFileSync(join(folder, name), `# ${name} é\n`);
    gitIn(folder, 'add', '-A');
    gitIn(folder, 'commit', '-q', '-m', 'one');
    writeFileSync(join(folder, 'a.nix'), 'changed');
    writeFileSync(join(folder, 'new.nix'), 'new');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a.nix', '# a.nix é\n'],
    ['sub/-x y.nix', '# sub/-x y.nix é\n'],
    ['new.nix', undefined],
    ['missing/a.nix', undefined],
  ])('%s', async (name, text) => {
    expect(await committedText(join(folder, name), host)).toBe(text);
  });

  it('is unknown outside a repository, and in an untrusted workspace', async () => {
    expect(await committedText('/nowhere/a.nix', host)).toBe(undefined);
    expect(await committedText(join(folder, 'a.nix'), nodeHost({ trusted: false }))).toBe(undefined);
  });
});
