import { expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit';
import { lineMap, offsetAt, positionAt } from '../../server/src/base/span';
import { type Abilities, abilitiesOf, actionsIn } from '../../server/src/lsp/actions';
import { REVIEW } from '../../server/src/lsp/protocol';
import { snapshotOf } from '../support/snapshot';

const TEXT =
  '{ systemd.services.a.serviceConfig = { ExecStart = "/bin/a"; PrivateTmp = true; NoNewPrivileges = true; }; }\n';
const INVOKED = 1;

async function actions(abilities: Abilities): Promise<readonly CodeAction[]> {
  const snapshot = await snapshotOf(TEXT);
  const at = positionAt(snapshot.lines, TEXT.indexOf('ExecStart'));
  const context = { only: ['refactor'], triggerKind: INVOKED, abilities } as const;
  return actionsIn(snapshot, { start: at, end: at }, context, () => lineMap(TEXT), 7, []);
}

const EDITOR = {
  documentChanges: true,
  changeAnnotationSupport: {},
  resourceOperations: ['create', 'rename', 'delete'],
};

function named(all: readonly CodeAction[], title: string): CodeAction | undefined {
  return all.find((action) => action.title.startsWith(title));
}

test('an editor that reviews gets the whole change of a set as a proposal', async () => {
  const all = await actions(abilitiesOf(EDITOR, { reviews: true }));
  const set = named(all, 'Harden: safe set');
  expect(set?.edit).toBeUndefined();
  expect(set?.command?.command).toBe(REVIEW);
  const proposal: unknown = set?.command?.arguments?.[0];
  expect(proposal).toMatchObject({
    version: 7,
    title: set?.title,
    notes: expect.arrayContaining([expect.stringMatching(/^Prot/)]),
  });
  expect(named(all, 'Set RestrictNamespaces')?.edit).toBeDefined();
});

test('another editor that can confirm is asked to, and one that cannot gets plain edits', async () => {
  const confirmed = named(await actions(abilitiesOf(EDITOR, {})), 'Harden: safe set');
  expect(Object.values(confirmed?.edit?.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
  const plain = named(await actions(abilitiesOf({}, undefined)), 'Harden: safe set');
  expect(Object.keys(plain?.edit?.changes ?? {})).toHaveLength(1);
});

test('a file is made only where the editor makes files', async () => {
  const all = await actions(abilitiesOf(EDITOR, {}));
  const made = named(all, 'Extract hardening to hardening.nix');
  expect(made?.kind).toBe('refactor.extract');
  expect(made?.edit?.documentChanges).toMatchObject([
    { kind: 'create', uri: expect.stringMatching(/\/hardening\.nix$/) },
    {
      textDocument: { version: null },
      edits: [{ newText: '{\n  PrivateTmp = true;\n  NoNewPrivileges = true;\n}\n' }],
    },
    { textDocument: { version: 7 } },
  ]);
  const without = await actions(abilitiesOf({ documentChanges: true }, {}));
  expect(without.map(({ title }) => title)).toContain('Extract hardening to a let');
  expect(named(without, 'Extract hardening to hardening.nix')).toBeUndefined();
});

test('the extraction to a let is one edit of the document', async () => {
  const action = named(await actions(abilitiesOf({}, {})), 'Extract hardening to a let');
  const [edits = []] = Object.values(action?.edit?.changes ?? {});
  const lines = lineMap(TEXT);
  const text = applyEdits(
    TEXT,
    edits.map(({ range, newText }) => ({
      origin: { uri: '', start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      newText,
    })),
  );
  expect(text).toBe(`let
  hardening = {
    PrivateTmp = true;
    NoNewPrivileges = true;
  };
in
{ systemd.services.a.serviceConfig = hardening // { ExecStart = "/bin/a"; }; }
`);
});
