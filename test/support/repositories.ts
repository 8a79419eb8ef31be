import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git in a repository of a test, with no configuration but its own. */
export function gitIn(repository: string, ...args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  return execFileSync(
    'git',
    ['-C', repository, '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', ...args],
    {
      env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null' },
      encoding: 'utf8',
    },
  ).trim();
}

/** A repository with a submodule, attributes that export would heed, an executable, a link and an odd name. */
export function makeRepositories(root: string): void {
  const inner = join(root, 'inner');
  mkdirSync(inner);
  gitIn(inner, 'init', '-q');
  writeFileSync(join(inner, 'inner.txt'), 'inner\n');
  gitIn(inner, 'add', '-A');
  gitIn(inner, 'commit', '-q', '-m', 'inner');
  const outer = join(root, 'outer');
  mkdirSync(join(outer, 'sub/deeper'), { recursive: true });
  gitIn(outer, 'init', '-q');
  writeFileSync(join(outer, 'run'), '#!/bin/sh\n');
  chmodSync(join(outer, 'run'), 0o755);
  symlinkSync('run', join(outer, 'link'));
  writeFileSync(join(outer, 'odd "é" name'), 'odd');
  writeFileSync(join(outer, 'sub/deeper/file'), 'deep');
  writeFileSync(join(outer, 'version'), '$Format:%H$\n');
  writeFileSync(join(outer, '.gitattributes'), 'version export-subst\nlink export-ignore\n');
  gitIn(outer, 'submodule', '--quiet', 'add', `file://${inner}`, 'module');
  gitIn(outer, 'add', '-A');
  gitIn(outer, 'commit', '-q', '-m', 'outer');
  gitIn(outer, 'tag', 'v1.0');
  gitIn(outer, 'branch', 'side');
}
