import { describe, expect, test } from 'vitest';
import { force } from '../../../server/src/nix/thunk';
import { isString } from '../../../server/src/nix/value';
import { run } from '../lib/harness';
import recorded from './data-texts.json';

/** The text that a format makes of JSON data. */
function textOf(format: string, json: string): string {
  const data = JSON.stringify(json).replaceAll('$', '\\$');
  const value = force(run(`((pkgs.formats.${format} { }).generate "x" (builtins.fromJSON ${data})).text`));
  return isString(value) ? value.text : '';
}

describe('settings files as jq, tomlkit and PyYAML write them', () => {
  test.each(recorded.cases)('$json', ({ json, jq, toml, yaml }) => {
    expect(textOf('json', json)).toBe(jq);
    expect(textOf('toml', json)).toBe(toml);
    expect(textOf('yaml', json)).toBe(yaml);
  });
});
