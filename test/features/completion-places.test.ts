import { describe, expect, test } from 'vitest';
import { completion } from '../../server/src/features/completion';
import { shownFindings } from '../support/findings';
import { atCursor } from './cursor';

const module = (body: string): string => `{ config, lib, pkgs, ... }: { ${body} }`;
const unit = (body: string): string => module(`systemd.services.x = ${body};`);

/** Places in which directives of a service are written, each with a gap for some. */
const PLACES: readonly (readonly [string, (inside: string) => string])[] = [
  [
    'on the left of a // that has the same name',
    (gap) => unit(`{ serviceConfig = { ${gap} } // { MemoryMax = "1G"; MemryMax = "1G"; }; }`),
  ],
  [
    'on the left of two //',
    (gap) =>
      unit(
        `{ serviceConfig = { ${gap} } // { MemoryMax = "1G"; MemryMax = "1G"; } // { MemoryMax = "2G"; MemryMax = "1G"; }; }`,
      ),
  ],
  ['in a unit that is a function', (gap) => unit(`{ name, ... }: { serviceConfig = { ${gap} }; }`)],
  [
    'in a unit that is a module with options',
    (gap) =>
      unit(
        `{ name, config, ... }: { options.port = lib.mkOption { default = 1; }; config = { serviceConfig = { ${gap} }; }; }`,
      ),
  ],
  [
    'in one whose configuration hangs on a condition',
    (gap) =>
      unit(
        `{ config, ... }: { options.on = lib.mkEnableOption "x"; config = lib.mkIf config.on { serviceConfig = { ${gap} }; }; }`,
      ),
  ],
  ['in a module that a unit imports', (gap) => unit(`{ imports = [ ({ ... }: { serviceConfig = { ${gap} }; }) ]; }`)],
  [
    'in services of genAttrs',
    (gap) => module(`systemd.services = lib.genAttrs [ "a" "b" ] (name: { serviceConfig = { ${gap} }; });`),
  ],
  [
    "in services of mapAttrs'",
    (gap) =>
      module(
        `systemd.services = lib.mapAttrs' (n: v: lib.nameValuePair "s-\${n}" { serviceConfig = { ${gap} }; }) { a = 1; };`,
      ),
  ],
  [
    'in services of listToAttrs',
    (gap) =>
      module(
        `systemd.services = builtins.listToAttrs (map (n: { name = "s\${toString n}"; value = { serviceConfig = { ${gap} }; }; }) [ 1 2 ]);`,
      ),
  ],
  [
    'in services that are folded together',
    (gap) =>
      module(
        `systemd.services = lib.foldl' (all: n: all // { \${n} = { serviceConfig = { ${gap} }; }; }) { } [ "a" "b" ];`,
      ),
  ],
  [
    'in services of a function for several kinds',
    (gap) =>
      module(
        `systemd = let make = n: { services.\${n}.serviceConfig = { ${gap} }; }; in lib.mkMerge (map make [ "a" "b" ]);`,
      ),
  ],
];

describe.each(PLACES)('%s', (_name, within) => {
  test('directives are offered', async () => {
    const { snapshot, offset } = await atCursor(within('Mem|'));
    expect(completion(snapshot, offset).map(({ label }) => label)).toContain('MemoryMax');
  });

  test('a whole name that is changed is still one', async () => {
    const { snapshot, offset } = await atCursor(within('MemoryMax| = "1G";'));
    expect(completion(snapshot, offset).map(({ label }) => label)).toContain('MemoryHigh');
  });

  test('a misspelt one is found', async () => {
    const text = within('MemryMax = "1G";');
    const at = text.indexOf('MemryMax');
    const found = await shownFindings(text, ['unknown-directive']);
    expect(found.some(({ fixed }) => Object.values(fixed).some((one) => one.startsWith('MemoryMax', at)))).toBe(true);
  });
});
