import { readFileSync } from 'node:fs';

const NAME = /[a-zA-Z_][\w'-]*/g;
const CHAIN = /(?:pkgs|[pP]ackages?\w*|perl|python3?|ps|p|gitlab|kernel|php)((?:\.[a-zA-Z_][\w'-]*)+)/g;

/** Names that packages may have, as the modules of a folder write them: at the top of pkgs, and below a package. */
export function namesIn(files: readonly string[]): {
  readonly top: readonly string[];
  readonly deep: readonly string[];
} {
  const top = new Set<string>();
  const deep = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [name] of text.matchAll(NAME)) top.add(name);
    for (const [, chain = ''] of text.matchAll(CHAIN)) for (const name of chain.slice(1).split('.')) deep.add(name);
  }
  return { top: [...top], deep: [...deep] };
}
