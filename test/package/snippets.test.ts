import { describe, expect, test } from 'vitest';
import snippets from '../../snippets/nix.json';
import { snapshotOf } from '../support/snapshot';
import { expand } from './snippet';

test('a snippet expands to its defaults, choices and repeated tab stops', () => {
  expect(expand(['a.${1:x} = "\\${y}";', 'b.$1 = ${2|c,d|};$0'])).toBe('a.x = "${y}";\nb.x = c;');
});

interface Expected {
  readonly units: readonly string[];
  /** Findings that stay until the user did what the snippet leaves to do. */
  readonly left: readonly string[];
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  'NixOS service': { units: ['name.service'], left: [] },
  'NixOS job with a timer': { units: ['name.service', 'name.timer'], left: [] },
  'home-manager service': { units: ['name.service'], left: [] },
  'NixOS service from a pinned source': { units: ['name.service'], left: ['placeholder-hash'] },
};

describe.each(Object.entries(snippets))('%s', (name, { prefix, description, body }) => {
  test('expands to bindings of a module that declare a unit in which nothing is wrong', async () => {
    const module = `{ config, pkgs, ... }:\n{\n${expand(body)}\n}\n`;
    const snapshot = await snapshotOf(module);
    expect(snapshot.tree.errors).toEqual([]);
    expect(snapshot.analysis().problems).toEqual([]);
    const found = {
      units: snapshot.analysis().units.map((unit) => unit.name),
      left: snapshot.findings().map(({ code }) => code),
    };
    expect(found).toEqual(EXPECTED[name]);
  });

  test('says what it is and how it is asked for', () => {
    expect(description).not.toBe('');
    expect(prefix).not.toEqual([]);
  });
});
