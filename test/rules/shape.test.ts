import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../server/src/units/model';
import { shownFindings } from '../support/findings';
import { snapshotOf } from '../support/snapshot';
import { check } from './table';

const TO_NIXOS = "Convert the whole unit to NixOS's options";
const TO_HOME = "Convert the whole unit to home-manager's sections";

const system = (body: string): string => `{ lib, pkgs, ... }:\n{\n  systemd.services.a = {\n${body}  };\n}\n`;
const atHome = (body: string, args = '{ lib, pkgs, ... }'): string =>
  `${args}:\n{\n  home.stateVersion = "25.05";\n  systemd.user.services.a = {\n${body}  };\n}\n`;

const SECTIONS = `    # who it is
    Unit = {
      Description = "A"; # short
      # after the network
      After = "network.target b.service";
      Wants = [ "b.service" ];
      ConditionPathExists = "/etc/a";
    };

    Service = {
      ExecStart = "/bin/a"; # as it is
    };
    Install.WantedBy = [ "multi-user.target" ];
`;

const OPTIONS = `    # who it is
    description = "A";
    # after the network
    after = [
      "network.target"
    ];
    wantedBy = [ "default.target" ];

    environment = {
      A = "1"; # one
      B = "two words";
      C = "\${pkgs.hello}/x";
    };
    script = ''
      # says hello
      hello
    '';
    serviceConfig.Restart = "always";
`;

check([
  {
    code: 'unknown-option',
    name: "home-manager's sections in a unit of NixOS",
    text: system(SECTIONS),
    at: ['Unit', 'Service', 'Install'],
    fixed: {
      [TO_NIXOS]: system(`    # who it is
    description = "A"; # short
    # after the network
    after = [ "network.target" "b.service" ];
    wants = [ "b.service" ];
    unitConfig.ConditionPathExists = "/etc/a";

    serviceConfig = {
      ExecStart = "/bin/a"; # as it is
    };
    wantedBy = [ "multi-user.target" ];
`),
      'Change to unitConfig': system(SECTIONS.replace('Unit =', 'unitConfig =')),
    },
  },
  {
    code: 'unknown-section',
    name: "NixOS's options in a unit of home-manager",
    text: atHome(OPTIONS),
    at: ['description', 'after', 'wantedBy', 'environment', 'script', 'serviceConfig'],
    says: 'is an option of NixOS',
    fixed: {
      [TO_HOME]: atHome(`    # who it is
    Unit = {
      Description = "A";
      # after the network
      After = [
        "network.target"
      ];
    };
    Install.WantedBy = [ "default.target" ];

    Service = {
      Environment = [
        "A=1" # one
        "\\"B=two words\\""
        "\\"C=\${pkgs.hello}/x\\""
      ];
      ExecStart = pkgs.writeShellScript "a-start" ''
        set -e
        # says hello
        hello
      '';
      Restart = "always";
    };
`),
    },
  },
]);

/** Values of a directive: of lists, word by word, for one world writes a line for each and the other one for all. */
function valuesOf(key: string, value: string): readonly string[] {
  if (key === 'Environment') return [value.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1')];
  return /^(After|Before|Wants|Requires|PartOf|Conflicts|Documentation)$/.test(key) ? value.split(/\s+/) : [value];
}

/** What a unit says beyond what its world adds by itself, whichever shape it was written in. */
function said({ sections, links, scripts }: Unit): readonly string[] {
  const entries = sections.flatMap(({ lines }) => lines.filter((line) => line !== undefined));
  const own = entries.filter(({ keys, section }) => keys.length > 0 && section !== 'Install');
  const script = (text: string): string =>
    text
      .replace(/^#!.*\n/, '')
      .replace(/\n+/g, '\n')
      .trim();
  return [
    ...own.flatMap(({ section, key, value }) =>
      /\/nix\/store\/.*-start/.test(value) ? [] : valuesOf(key, value).map((one) => `${section}.${key}=${one}`),
    ),
    ...links.wantedBy.flatMap((target) => target.split(' ')).map((target) => `wantedBy ${target}`),
    ...links.requiredBy.map((target) => `requiredBy ${target}`),
    ...scripts.map(({ text }) => `script ${script(text)}`),
  ].toSorted();
}

const unit = fc.constantFrom('network.target', 'b.service', 'c@1.service');
const units = fc.uniqueArray(unit, { minLength: 1 });
const word = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.stringMatching(/^[a-zA-Z0-9 .,$#'"-]{1,12}$/).filter((one) => one.trim() === one && one !== '');
const quoted = (value: string): string => JSON.stringify(value);
const listed = (values: readonly string[]): string => `[ ${values.map(quoted).join(' ')} ]`;
const lists = fc.oneof(
  units.map(listed),
  units.map((names) => quoted(names.join(' '))),
);
const optionally = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Bindings in any order, each with a comment before it or none. */
function written(bindings: readonly (readonly [string, string | undefined])[]): fc.Arbitrary<string> {
  const given = bindings.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value};`]));
  return fc
    .tuple(fc.shuffledSubarray(given, { minLength: given.length }), fc.boolean())
    .map(([all, commented]) => all.map((one, i) => `    ${commented ? `# ${i}\n    ` : ''}${one}\n`).join(''));
}

function set(bindings: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(bindings).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${value};`],
  );
  return `{\n      ${given.join('\n      ')}\n    }`;
}

const sectioned = fc
  .record({
    description: optionally(text),
    after: optionally(lists),
    documentation: optionally(fc.constant('[ "man:a(1)" "https://a.example" ]')),
    condition: optionally(word),
    command: word,
    environment: optionally(fc.constant('[ "A=1" "B=2" ]')),
    wantedBy: optionally(lists),
  })
  .chain(({ description, after, documentation, condition, command, environment, wantedBy }) =>
    written([
      [
        'Unit',
        set({
          Description: description === undefined ? '"d"' : quoted(description),
          After: after,
          Documentation: documentation,
          ConditionPathExists: condition === undefined ? undefined : quoted(`/${condition}`),
        }),
      ],
      ['Service', set({ ExecStart: quoted(`/bin/${command}`), Environment: environment })],
      ['Install.WantedBy', wantedBy],
    ]),
  );

const optioned = fc
  .record({
    description: optionally(text),
    after: optionally(units.map(listed)),
    wants: optionally(units.map(listed)),
    environment: optionally(fc.record({ A: word, B: text })),
    script: optionally(word),
    wantedBy: optionally(units.map(listed)),
  })
  .chain(({ description, after, wants, environment, script, wantedBy }) =>
    written([
      ['description', description === undefined ? undefined : quoted(description)],
      ['after', after],
      ['unitConfig.Before', '"z.service"'],
      ['wants', wants],
      ['environment', environment && set({ A: quoted(environment.A), B: quoted(environment.B) })],
      ['script', script && `''\n      ${script}\n    ''`],
      ['serviceConfig', set({ Restart: '"always"', ...(script === undefined ? { ExecStart: '"/bin/x"' } : {}) })],
      ['wantedBy', wantedBy],
    ]),
  );

async function unitsOf(source: string): Promise<readonly Unit[]> {
  return (await snapshotOf(source)).analysis().units;
}

async function convertedBy(source: string, code: string, title: string): Promise<string> {
  const [first] = await shownFindings(source, [code]);
  const fixed = first?.fixed[title];
  if (fixed === undefined) throw new Error(`not converted: ${first?.message}`);
  return fixed;
}

describe('a converted unit says what it said in its own world', () => {
  const here = (body: string): string => `{ lib, pkgs, ... }:\n{\n  systemd.user.services.a = {\n${body}  };\n}\n`;

  test('from sections to options', async () => {
    await fc.assert(
      fc.asyncProperty(sectioned, async (body) => {
        const [before] = await unitsOf(atHome(body));
        const [after] = await unitsOf(await convertedBy(system(body), 'unknown-option', TO_NIXOS));
        expect(after && said(after)).toEqual(before && said(before));
      }),
      { numRuns: 25 },
    );
  });

  test('from options to sections', async () => {
    await fc.assert(
      fc.asyncProperty(optioned, async (body) => {
        const [before] = await unitsOf(here(body));
        const [after] = await unitsOf(await convertedBy(atHome(body), 'unknown-section', TO_HOME));
        expect(after && said(after)).toEqual(before && said(before));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a unit that cannot be said in the other shape', () => {
  const why = async (source: string, code: string): Promise<string> =>
    (await shownFindings(source, [code])).map(({ message }) => message).join('\n');

  test.each([
    ['startAt = "daily"; script = "x";', 'startAt makes a timer'],
    ['serviceConfig.Type = "oneshot"; restartIfChanged = false;', 'nothing that stands for restartIfChanged'],
    ['serviceConfig = common; script = "x";', 'Service is not written out as a set'],
    ['inherit common; serviceConfig = { };', 'It inherits from elsewhere'],
    ['environment = common; serviceConfig = { };', 'Its environment is not written out'],
    ['serviceConfig.ExecStart = "y"; script = "x";', 'Service.ExecStart would be set twice'],
  ])('of options: %s', async (body, reason) => {
    expect(await why(atHome(`    ${body}\n`), 'unknown-section')).toContain(reason);
  });

  test('of a script without pkgs at hand', async () => {
    expect(await why(atHome('    script = "x";\n', '{ ... }'), 'unknown-section')).toContain('needs pkgs');
  });

  test('of sections', async () => {
    expect(await why(system('    Install.Also = "x.service"; Service.Type = "simple";\n'), 'unknown-option')).toContain(
      'nothing that stands for Also',
    );
  });
});
