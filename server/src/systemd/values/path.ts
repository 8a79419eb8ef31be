import type { Verdict } from '../types';
import { eachWord, type Grammar, withHoles } from './grammar';
import { accepted, byteLength, fault, faultAt, part, quoted, type Slice } from './slice';
import { hole, isOpen } from './specifiers';

export interface PathRules {
  readonly kind?: 'absolute' | 'relative';
  /** Not below /dev, /sys and /proc. */
  readonly outsideApi?: boolean;
  /** Below /dev all the same. */
  readonly devAllowed?: boolean;
}

const pathMax = 4096;
const nameMax = 255;

/** A path as path_simplify_and_warn() checks it: kind, length, and no `..`. */
export function checkPath(path: Slice, rules: PathRules = { kind: 'absolute' }): Verdict {
  const { text } = path;
  const startsOpen = text.startsWith(hole);
  if (text === '') return fault(path, 'A path is missing');
  if (!startsOpen && rules.kind === 'absolute' && !text.startsWith('/')) {
    return fault(path, `${quoted(text)} is not an absolute path`);
  }
  if (!startsOpen && rules.kind === 'relative' && text.startsWith('/')) {
    return fault(path, `${quoted(text)} is absolute; a path relative to the base folder is expected`);
  }
  if (rules.kind === 'relative' && /^[./]*$/.test(text) && !text.includes('..'))
    return fault(path, 'A name is missing in this path');
  if (byteLength(text) >= pathMax) return fault(path, 'This path is too long');
  const wrong = componentsOf(path).find(({ text: name }) => name === '..' || byteLength(name) > nameMax);
  if (wrong !== undefined) {
    return fault(wrong, wrong.text === '..' ? "'..' is not allowed in this path" : 'This file name is too long');
  }
  const api = rules.outsideApi ? /^\/+(dev|sys|proc)(\/|$)/.exec(text)?.[1] : undefined;
  if (api === undefined || (api === 'dev' && rules.devAllowed)) return accepted;
  return fault(path, `A path below /${api} is not allowed here`);
}

/** The names in a path; those that lead up from the root itself are none, since nothing lies there. */
function componentsOf(path: Slice): readonly Slice[] {
  const found: Slice[] = [];
  const start = /^\/+(\.{1,2}(\/+|$))*/.exec(path.text)?.[0].length ?? 0;
  for (const match of path.text.matchAll(/[^/]+/g))
    if (match.index >= start) found.push(part(path, match.index, match.index + match[0].length));
  return found;
}

/** A valid file name without a slash. */
export function isFileName(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/') && byteLength(text) <= nameMax;
}

function pathGrammar(rules: PathRules = { kind: 'absolute' }): Grammar {
  return withHoles('full', (value) => checkPath(value, rules));
}

export const absolutePath: Grammar = pathGrammar();

/** The first version with paths that cannot lie below /dev, /sys and /proc. */
export const apiRefusedSince = 254;

/** PIDFile=: a relative path is below the runtime directory. */
export const pidFile: Grammar = (value, context) =>
  pathGrammar({ outsideApi: context.version >= apiRefusedSince })(value, context);

export const quotedPaths: Grammar = eachWord({ unquote: true }, absolutePath);

export const colonPaths: Grammar = eachWord({ separators: ':', keepEmpty: true }, absolutePath);

/** Paths with `-` (may be missing) and `+` (below the root directory of the unit) before each. */
export const namespacePaths: Grammar = eachWord({ unquote: true }, (word, context) => {
  const skip = (word.text.startsWith('-') ? 1 : 0) + (/^-?\+/.test(word.text) ? 1 : 0);
  return absolutePath(part(word, skip), context);
});

/** An absolute path, or `~` for the home of the user; `-` before it lets it be missing. */
export const workingDirectory: Grammar = (value, context) => {
  const path = value.text.startsWith('-') ? part(value, 1) : value;
  return path.text === '~' ? accepted : absolutePath(path, context);
};

export const environmentFile: Grammar = withHoles('full', (value) =>
  checkPath(value.text.startsWith('-') ? part(value, 1) : value),
);

/** A block, character or other device below /dev, or a group of them. */
export function checkDevice(path: Slice): Verdict {
  if (/^(block-|char-)/.test(path.text) || path.text.startsWith(hole)) return accepted;
  const plain = checkPath(path, {});
  if (!plain.ok) return plain;
  const simple = path.text.replace(/\/+/g, '/');
  if (/^\/(dev|run\/systemd\/inaccessible)(\/|$)/.test(simple) || isOpen(path)) return accepted;
  return faultAt(path, 0, path.text.length, 'A device below /dev, block-GLOB or char-GLOB is expected');
}
