import { expect, test } from 'vitest';
import { moduleGroups } from '../../../server/src/modules/lib';
import { createRuntime, EDITOR_LIMITS } from '../../../server/src/nix/evaluator';
import { createLib } from '../../../server/src/nix/lib/create-lib';
import { delay, force } from '../../../server/src/nix/thunk';
import { type Attrs, isAttrs } from '../../../server/src/nix/value';
import { testParser } from '../../support/parser';
import recorded from './recorded.json';

const { parse } = await testParser();
const none = () => undefined;
const rt = createRuntime({
  files: { readText: none, readBytes: none, readDir: none, stat: none },
  parse,
  limits: EDITOR_LIMITS,
});
const lib: Attrs = createLib(
  rt,
  moduleGroups(
    rt,
    delay(rt, () => lib),
  ),
);

/** What the real lib has and the native one answers with an unknown that names it: hardly anybody calls it. */
const LEFT_OUT = [
  'kernel.whenHelpers',
  'meta.licensesSpdx',
  'misc.checkReqs',
  'misc.foldArgs',
  'misc.getValue',
  'misc.innerClosePropagation',
  'misc.lazyGenericClosure',
  'misc.mergeAttrBy',
  'misc.mergeAttrByFunc',
  'misc.mergeAttrsByFuncDefaults',
  'misc.mergeAttrsByFuncDefaultsClean',
  'misc.mergeAttrsNoOverride',
  'systems.architectures',
  'systems.examples',
  'systems.functionNames',
  'systems.inspect',
  'systems.parse',
  'systems.platforms',
];

/** Groups of lib that the module system brings. */
const OF_MODULES = ['modules', 'options', 'types'];

const GROUPS: Readonly<Record<string, readonly string[]>> = recorded.names.groups;

function has(set: Attrs, name: string): boolean {
  return set.entries.has(name);
}

function groupOf(name: string): Attrs | undefined {
  const entry = lib.entries.get(name);
  const group = entry === undefined ? undefined : force(entry.value);
  return group !== undefined && isAttrs(group) ? group : undefined;
}

const own = Object.entries(GROUPS).filter(([name]) => ![...OF_MODULES, 'mergeAttrBy'].includes(name));

test('every function of the groups is known', () => {
  const missing = own.flatMap(([name, members]) =>
    members.flatMap((member) => {
      const group = groupOf(name);
      return group !== undefined && has(group, member) ? [] : [`${name}.${member}`];
    }),
  );
  expect(missing).toEqual(LEFT_OUT);
});

test('every name at the top level is known', () => {
  const elsewhere = new Set([
    ...OF_MODULES.flatMap((name) => GROUPS[name] ?? []),
    ...LEFT_OUT.map((name) => name.slice(name.indexOf('.') + 1)),
  ]);
  expect(recorded.names.top.filter((name) => !has(lib, name) && !elsewhere.has(name))).toEqual([]);
});
