import { describe, expect, test } from 'vitest';
import { snapshotOf } from '../support/snapshot';

const TWO = `{ config, lib, ... }: {
  options.services.one.enable = lib.mkEnableOption "one";
  options.services.two.enable = lib.mkEnableOption "two";
  config = lib.mkMerge [
    (lib.mkIf config.services.one.enable { systemd.services.one.script = "1"; networking.domain = "one"; })
    (lib.mkIf config.services.two.enable { systemd.services.two.script = "2"; networking.domain = "two"; })
    (lib.mkIf (config.services.one.enable || config.services.two.enable) { systemd.services.either.script = "3"; })
    { systemd.services.always.script = "4"; }
    { systemd.services.guarded.after = lib.optional config.services.db.enable "db.service"; }
  ];
}`;

async function assumptions(text: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { units } = (await snapshotOf(text)).settled();
  return Object.fromEntries(units.map((unit) => [unit.name, unit.assumptions]));
}

describe('what was assumed', () => {
  test('is listed with what hangs on it, and nothing else', async () => {
    const [one, two] = ['config.services.one.enable = true', 'config.services.two.enable = true'];
    expect(await assumptions(TWO)).toEqual({
      'one.service': [one],
      'two.service': [two],
      'either.service': [one, two],
      'always.service': [],
      'guarded.service': ['config.services.db.enable = true'],
    });
  });
});

async function conflicts(text: string): Promise<readonly string[]> {
  const { problems } = (await snapshotOf(text)).settled();
  return problems.filter(({ code }) => code === 'conflict').map(({ message }) => message);
}

describe('a conflict', () => {
  const described = (text: string): string => `systemd.services.a.description = "${text}";`;
  const module = (name: string, body: string): string =>
    `{ options.services.${name}.enable = lib.mkEnableOption "x"; config = lib.mkIf config.services.${name}.enable { ${body} }; }`;
  const file = (...modules: readonly string[]): string =>
    `{ config, lib, ... }: { imports = [ ${modules.map((one) => `(${one})`).join(' ')} ]; }`;

  test('of two modules that are assumed to be enabled together is none', async () => {
    expect(await conflicts(file(module('b', described('b')), module('c', described('c'))))).toEqual([]);
  });

  test('of one module with itself stays, whatever else is assumed', async () => {
    const own = `systemd.services.a = lib.mkMerge [ { description = "a"; } { description = "b"; } ];`;
    expect(await conflicts(file(module('b', own), module('c', 'systemd.services.c.script = "x";')))).toHaveLength(1);
  });

  test('under a condition that is not known is none', async () => {
    const guarded = `lib.mkIf config.services.db.enable { ${described('b')} }`;
    expect(await conflicts(`{ config, lib, ... }: { imports = [ (${guarded}) { ${described('c')} } ]; }`)).toEqual([]);
  });
});
