import { describe, expect, test } from 'vitest';
import options from '../../server/data/nixos-options.json';
import { allSections, type catalogue, directivesOf, sampledVersions } from '../../server/src/systemd/catalogue';
import { directivePages, docOf, optionDoc, optionPages, rowPage } from '../../server/src/systemd/docs';

type Entry = ReturnType<typeof catalogue>[number];

const everyDirective: readonly Entry[] = [
  ...new Map(
    sampledVersions
      .flatMap((version) => allSections().flatMap((section) => directivesOf(section, version)))
      .map((entry) => [`${entry.section}.${entry.name}`, entry]),
  ).values(),
];

const pages = [...Object.entries(directivePages), ...Object.entries(optionPages), ['security', rowPage] as const];
const words = pages.flatMap(([page, entries]) =>
  Object.entries(entries).map(([key, entry]) => ({ page, key, ...entry })),
);

function sentences(text: string): readonly string[] {
  return text.split(/(?<=\.)\s+/);
}

describe('words about directives', () => {
  test('every directive of every version has some', () => {
    const silent = everyDirective.filter(({ section, name }) => docOf(section, name) === undefined);
    expect(silent.map(({ section, name }) => `${section}.${name}`)).toEqual([]);
  });

  test('stand in the file of their manual page, and no file has words about nothing', () => {
    const expected = new Map<string, Set<string>>();
    for (const { section, name, man } of everyDirective) {
      const pagesOfName = expected.get(man ?? 'legacy') ?? new Set<string>();
      expected.set(man ?? 'legacy', pagesOfName.add(name).add(`${section}.${name}`));
    }
    const strays = Object.entries(directivePages).flatMap(([page, entries]) =>
      Object.keys(entries)
        .filter((key) => !expected.get(page)?.has(key))
        .map((key) => `${page}: ${key}`),
    );
    // A time limit that systemd takes in scopes, though no page says so; it is not out of date either.
    expect(strays).toEqual(['systemd.scope: Scope.TimeoutStopSec']);
  });

  test('differ where a name means something else in another section', () => {
    const pairs = [
      ['Service', 'Mount', 'Type'],
      ['Timer', 'Path', 'Unit'],
      ['Mount', 'Swap', 'Options'],
      ['Mount', 'Swap', 'What'],
      ['Mount', 'Automount', 'Where'],
      ['Socket', 'Swap', 'Priority'],
      ['Service', 'Socket', 'TimeoutSec'],
      ['Socket', 'Path', 'DirectoryMode'],
      ['Socket', 'Path', 'TriggerLimitBurst'],
      ['Service', 'Scope', 'RuntimeMaxSec'],
      ['Unit', 'Service', 'StartLimitBurst'],
    ] as const;
    const same = pairs.filter(
      ([one, other, name]) => docOf(one, name)?.description === docOf(other, name)?.description,
    );
    expect(same).toEqual([]);
  });

  test('name the successor of what is legacy', () => {
    const unnamed = everyDirective.filter(({ section, name, successor }) => {
      const said = docOf(section, name);
      const target = successor?.split(' ').at(-1);
      return target !== undefined && !`${said?.description} ${said?.example}`.includes(target);
    });
    expect(unnamed.map(({ section, name }) => `${section}.${name}`)).toEqual([]);
  });

  test('know the keys that a switch reads', () => {
    expect(docOf('Unit', 'X-OnlyManualStart')?.description).toContain('switch');
    expect(docOf('Service', 'NoSuchThing')).toBeUndefined();
  });
});

describe('words about options', () => {
  test('every option of units and of the system has some, and every directive that home-manager types', () => {
    const named = [
      ...[...options.unit, ...options.top].map(({ name }) => ['nixos', name] as const),
      ...options.homeManager.map(({ name }) => ['home-manager', name] as const),
    ];
    expect(named.filter(([world, name]) => optionDoc(world, name) === undefined)).toEqual([]);
  });

  test.each([
    ['nixos', 'wantedBy'],
    ['nixos', 'confinement.enable'],
    ['nixos', 'systemd.services'],
    ['home-manager', 'Install.WantedBy'],
    ['modular', 'process.argv'],
  ] as const)('%s has %s', (world, path) => {
    expect(optionDoc(world, path)?.example).toBeTruthy();
  });

  test('an unknown path has none', () => {
    expect(optionDoc('modular', 'wantedBy')).toBeUndefined();
  });
});

describe('all words', () => {
  test('are short sentences that end', () => {
    const bad = words.filter(
      ({ description }) =>
        !/[.!]$/.test(description) || sentences(description).some((sentence) => sentence.length > 240),
    );
    expect(bad.map(({ key }) => key)).toEqual([]);
  });

  test('are said once', () => {
    const descriptions = words
      .filter(({ page }) => page in directivePages || page === 'security')
      .map(({ description }) => description);
    const repeated = descriptions.filter((description, at) => descriptions.indexOf(description) !== at);
    expect(repeated).toEqual([]);
  });

  test('have an example wherever there is something to write', () => {
    const without = words.filter(({ example }) => example === undefined).map(({ key }) => key);
    expect(without.sort()).toEqual([
      'AmbientCapabilities',
      'BusPolicy',
      'IgnoreOnSnapshot',
      'SupplementaryGroups',
      'SysVStartPriority',
      'configData.<name>.path',
      'jobScripts',
      'systemd.lib',
    ]);
  });
});
