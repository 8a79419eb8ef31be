import { beforeAll, describe, expect, test } from 'vitest';
import type { NixParser } from '../../server/src/syntax/parser';
import snippets from '../../snippets/nix.json';
import { testParser } from '../support/parser';
import { expand } from './snippet';

test('a snippet expands to its defaults, choices and repeated tab stops', () => {
  expect(expand(['a.${1:x} = "\\${y}";', 'b.$1 = ${2|c,d|};$0'])).toBe('a.x = "${y}";\nb.x = c;');
});

describe.each(Object.entries(snippets))('%s', (_, { prefix, description, body }) => {
  let parser: NixParser;
  beforeAll(async () => {
    parser = await testParser();
  });

  test('expands to bindings of a module', () => {
    const module = `{ config, pkgs, ... }:\n{\n${expand(body)}\n}\n`;
    expect(module).not.toMatch(/\$\{\d/);
    expect(parser.parse(module).errors).toEqual([]);
  });

  test('says what it is and how it is asked for', () => {
    expect(description).not.toBe('');
    expect(prefix).not.toEqual([]);
  });
});
