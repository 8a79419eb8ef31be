import { describe, expect, test } from 'vitest';
import { lineMap } from '../../server/src/base/span';
import { codeLenses } from '../../server/src/features/code-lens';
import { preview } from '../../server/src/features/preview';
import { interpreterOf, languageOf } from '../../server/src/features/scripts/language';
import { listScripts, unitScripts } from '../../server/src/features/scripts/list';
import { scriptView } from '../../server/src/features/scripts/view';
import type { Snapshot } from '../../server/src/features/snapshot';
import { snapshotOf } from '../support/snapshot';

const MODULE = `{ config, pkgs, ... }: {
  systemd.services."web@" = {
    preStart = "mkdir -p \${config.web.folder}";
    script = ''
      ''\${PROGRAM} \\
        --config \${pkgs.writeText "web.json" "{ }"}
    '';
    serviceConfig.ExecStop = pkgs.writers.writePython3 "stop" { } "print(1)";
  };
  systemd.services.same.serviceConfig.ExecStart = [
    (pkgs.writeShellScript "run" "echo 1")
    (pkgs.writeShellScript "run" "echo 2")
  ];
}
`;

function linesOf(snapshot: Snapshot) {
  return (uri: string) => (uri === snapshot.uri ? lineMap(snapshot.text) : undefined);
}

async function view(unit: string, script: string) {
  const snapshot = await snapshotOf(MODULE);
  return scriptView(snapshot, unit, script, linesOf(snapshot));
}

test('the scripts of a file have names that are unique within their unit', async () => {
  const names = unitScripts((await snapshotOf(MODULE)).analysis()).map(({ unit, key }) => `${unit} ${key}`);
  expect(names.toSorted()).toEqual([
    'same.service run',
    'same.service run (2)',
    'web@.service stop',
    'web@.service web.json',
    'web@.service web_-pre-start',
    'web@.service web_-start',
  ]);
});

test('the script that is written at the cursor comes first, the innermost before those around it', async () => {
  const snapshot = await snapshotOf(MODULE);
  const here = (needle: string) =>
    listScripts(snapshot, MODULE.indexOf(needle))
      .filter((item) => item.here)
      .map(({ script }) => script);
  expect(here('{ }"')).toEqual(['web.json', 'web_-start']);
  expect(here('mkdir')).toEqual(['web_-pre-start']);
  expect(here('systemd')).toEqual([]);
  expect(listScripts(snapshot, undefined)).toHaveLength(6);
});

test('a script is a document whose lines lead to the source', async () => {
  const found = await view('web@.service', 'web_-start');
  expect(found?.language).toBe('shellscript');
  const rows = found?.text.split('\n') ?? [];
  expect(rows).toEqual([
    '#!/nix/store/…-bash/bin/bash',
    'set -e',
    '',
    '${PROGRAM} \\',
    '  --config /nix/store/…-web.json',
    '',
    '',
    '',
  ]);
  expect(found?.lines).toMatchObject([
    { line: 3, range: { start: { line: 4, character: 6 } } },
    { line: 4, range: { start: { line: 5, character: 6 }, end: { line: 5, character: 17 } } },
    { line: 4, range: { start: { line: 5, character: 51 } } },
  ]);
  expect(found?.links).toEqual([{ line: 4, start: 11, end: 32, unit: 'web@.service', script: 'web.json' }]);
});

test('what is gone is none', async () => {
  expect(await view('web@.service', 'other')).toBeUndefined();
  expect(await view('other.service', 'web_-start')).toBeUndefined();
});

test('the preview links the paths of scripts, unless two files have the same', async () => {
  const snapshot = await snapshotOf(MODULE);
  const { text, links } = preview(snapshot, undefined, linesOf(snapshot));
  const rows = text.split('\n');
  const shown = links.map(({ line, start, end, script }) => `${rows[line]?.slice(start, end)} ${script}`);
  expect(shown.toSorted()).toEqual([
    '/nix/store/…-stop stop',
    '/nix/store/…-unit-script-web_-pre-start/bin/web_-pre-start web_-pre-start',
    '/nix/store/…-unit-script-web_-start/bin/web_-start web_-start',
  ]);
});

test('a lens opens each script where it is written', async () => {
  const snapshot = await snapshotOf(MODULE);
  const lenses = codeLenses(snapshot, { preview: 'p', assessment: 'a', script: 'open' });
  const opening = lenses.filter(({ command }) => command?.command === 'open');
  const shown = opening.map(({ command, range }) => `${range.start.line} ${command?.title} ${command?.arguments?.[2]}`);
  expect(shown.toSorted()).toEqual([
    '10 Open run run',
    '11 Open run (2) run (2)',
    '2 Open web_-pre-start web_-pre-start',
    '3 Open web_-start web_-start',
    '5 Open web.json web.json',
    '7 Open stop stop',
  ]);
});

describe('the language of a generated file', () => {
  test.each([
    ['x', '#!/nix/store/…-bash/bin/bash\n', 'shellscript'],
    ['x', '#! /nix/store/…-dash/bin/dash -e\n', 'shellscript'],
    ['x.json', '#!/usr/bin/env python3\n', 'python'],
    ['x', '#!/usr/bin/python3.12\n', 'python'],
    ['x', '#!/bin/awk -f\n', 'plaintext'],
    ['x', '#!\n', 'plaintext'],
    ['a.b.json', '{ }', 'json'],
    ['nginx.conf', '', 'ini'],
    ['x', '', 'plaintext'],
  ])('%s beginning with %j is %s', (name, text, language) => {
    expect(languageOf(name, text)).toBe(language);
  });

  test('is that of the program that env starts', () => {
    expect(interpreterOf('#!/usr/bin/env bash\n')).toBe('bash');
  });
});
