import { expect, test } from 'vitest';
import configuration from '../../syntaxes/nix.language-configuration.json';

const WORD = new RegExp(configuration.wordPattern, 'g');

test.each([
  ['nixos-service', ['nixos-service']],
  ["lib.foldl' f x' [ ]", ['lib', "foldl'", 'f', "x'"]],
  ["''text''", ['text']],
  ['$' + '{pkgs.foo}/bin/x-y 12.5', ['pkgs', 'foo', 'bin', 'x-y', '12.5']],
])('the words of %j are names as Nix writes them', (text, words) => {
  expect(text.match(WORD)).toEqual(words);
});
