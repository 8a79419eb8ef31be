import { UNKNOWN_HASH } from '../../nix/store-copy';
import type { Script } from '../../units/model';

/** Halves of surrogate pairs, which stand for bytes that are not UTF-8. */
const RAW_BYTES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The text of a script with a word in place of each piece that is not known, at the same offsets: what stands there would say more
 * than is known.
 */
export function neutralText({ text, holes }: Pick<Script, 'text' | 'holes'>): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of holes) {
    const before = text.slice(at, start);
    // A word after `$NAME` would become part of the name.
    pieces.push(before, (/\w$/.test(before) ? '.' : '').padEnd(end - start, 'x'));
    at = end;
  }
  return [...pieces, text.slice(at)].join('').replaceAll(UNKNOWN_HASH, 'x').replace(RAW_BYTES, 'x');
}
