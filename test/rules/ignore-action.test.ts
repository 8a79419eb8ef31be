import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ignoreFix } from '../../server/src/features/ignore-action';
import { findingsIn } from '../support/findings';
import { snapshotOf } from '../support/snapshot';

const cases = [
  ['a line', '{\n  systemd.services.a.serviceConfig = {\n    Nonsens = 1;\n  };\n}\n', 3],
  [
    'a value of several lines',
    "{\n  systemd.services.a.serviceConfig = {\n    KillMode =\n      ''nobody'';\n  };\n}\n",
    3,
  ],
  ['a text of one line', '{ systemd.services.a.serviceConfig.Nonsens = 1; }\n', 1],
] as const;

test.each(cases)('a comment above %s passes over its finding', async (_name, text, line) => {
  const path = '/configuration/module.nix';
  const [finding] = await findingsIn(text, { path });
  const snapshot = { ...(await snapshotOf(text)), uri: pathToFileURL(path).href };
  if (finding === undefined) throw new Error('no finding');
  const [edit] = ignoreFix(snapshot, finding).edits;
  const at = edit?.origin.start ?? 0;
  const fixed = text.slice(0, at) + edit?.newText + text.slice(at);
  expect(fixed.split('\n')[line - 1]?.trim()).toBe(`# nix-services: ignore ${finding.code}`);
  expect(await findingsIn(fixed, { path })).toEqual([]);
});
