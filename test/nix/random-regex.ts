import { type Random, random } from '../support/random';

const ATOMS = ['a', 'b', 'c', '.', '[ab]', '[^a]', '[a-c]', '[[:alpha:]]', '[]a]', '[-a]', '\\.', '-', '()', ' '];
const QUANTIFIERS = ['', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '{2,}'];
/** Inside of a repeated group: Nix takes exponential time for loops in loops. */
const INNER_QUANTIFIERS = ['', '', '?', '{2}'];
const ANCHORED = ['^', '$'];
const LETTERS = ['a', 'b', 'c', 'd', '-', '.', ' '];

/** Two calls with a random regular expression: one that must match all of a text, one that cuts it. Some are malformed. */
export function randomRegexCalls(seed: number): string {
  const source = random(seed);
  const regex = quote(alternatives(source, 2, QUANTIFIERS));
  const text = quote(Array.from({ length: source.below(7) }, () => source.pick(LETTERS)).join(''));
  return `[ (builtins.match ${regex} ${text}) (builtins.split ${regex} ${text}) ]`;
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('${', '\\${')}"`;
}

function alternatives(source: Random, depth: number, quantifiers: readonly string[]): string {
  const count = source.below(3) === 0 ? 2 : 1;
  return Array.from({ length: count }, () => sequence(source, depth, quantifiers)).join('|');
}

function sequence(source: Random, depth: number, quantifiers: readonly string[]): string {
  return Array.from({ length: source.below(4) }, () => piece(source, depth, quantifiers)).join('');
}

function piece(source: Random, depth: number, quantifiers: readonly string[]): string {
  if (source.below(20) === 0) return source.pick(ANCHORED);
  if (source.below(150) === 0) return source.pick(['(', ')', '[', '*', '{', '\\']);
  if (depth === 0 || source.below(3) > 0) return source.pick(ATOMS) + source.pick(quantifiers);
  const quantifier = source.pick(quantifiers);
  return `(${alternatives(source, depth - 1, quantifier === '' ? quantifiers : INNER_QUANTIFIERS)})${quantifier}`;
}
