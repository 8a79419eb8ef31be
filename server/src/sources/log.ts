import { type Hash, parseHash, sameHash } from '../store/hash';
import { type Pin, textOf } from './pin';
import { withoutEscapes } from './program-output';

/** A fixed-output derivation or download whose contents did not have the hash that was written down. */
export interface Mismatch {
  /** The derivation's name without hash and `.drv`, or the address of a builtin's download. */
  readonly subject: string;
  /** The derivation's path, where it is one. */
  readonly derivation: string | undefined;
  readonly specified: Hash;
  readonly got: Hash;
  /** The line of `got:`, from 0. */
  readonly line: number;
}

const HEAD =
  /hash mismatch in (?:fixed-output derivation|file downloaded from|tarball downloaded from) ['"‘“]([^'"’”]+)/;
const SPECIFIED = /(?:specified|wanted|expected):\s*(\S+)/;
const GOT = /\bgot:\s*(\S+)/;
/** A block is its head and two lines; prefixes of build logs may stand before each. */
const MAX_GAP = 4;

function hashIn(line: string, pattern: RegExp): Hash | undefined {
  const text = pattern.exec(line)?.[1];
  if (text === undefined) return undefined;
  // Old versions print a bare sha256.
  const parsed = parseHash(text, /[:-]/.test(text) ? undefined : 'sha256');
  return parsed.kind === 'hash' ? parsed.hash : undefined;
}

function subjectOf(text: string): string {
  return text.replace(/^.*\/[0-9a-z]{32}-/, '').replace(/\.drv$/, '');
}

/** The hash mismatches in the output of a build (Nix, libstore: local-derivation-goal.cc; libexpr: fetchTree.cc). */
export function parseMismatches(log: string): readonly Mismatch[] {
  const lines = withoutEscapes(log).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const subject = HEAD.exec(line)?.[1];
    if (subject === undefined) return [];
    const block = lines.slice(index, index + MAX_GAP);
    const specified = block.map((text) => hashIn(text, SPECIFIED)).find((hash) => hash !== undefined);
    const found = block.flatMap((text, offset) => {
      const got = hashIn(text, GOT);
      return got === undefined ? [] : [{ got, line: index + offset }];
    })[0];
    return specified === undefined || found === undefined
      ? []
      : [
          {
            subject: subjectOf(subject),
            derivation: subject.endsWith('.drv') ? subject : undefined,
            specified,
            ...found,
          },
        ];
  });
}

/** Whether a pin's hash is the one that a log says was specified: an empty one stands for all zeros. */
function hasHash({ hash }: Pin, specified: Hash): boolean {
  if (hash.state.kind === 'plausible') return sameHash(hash.state.hash, specified);
  if (hash.state.kind !== 'placeholder') return false;
  if ((hash.text ?? '').trim() === '') return specified.digest.every((byte) => byte === 0);
  // The log may be of a text before an attribute was renamed to one that names no algorithm.
  const claimed = parseHash(hash.text ?? '', hash.algorithm ?? specified.algorithm);
  return claimed.kind === 'hash' && sameHash(claimed.hash, specified);
}

/** What nixpkgs appends to a package's name for its downloads. */
const DOWNLOADS = /-(go-modules|vendor(-staging)?|npm-deps|maven-deps|composer-(repository|vendor)|pnpm-deps|deps)\b/;

/** How well a pin's own words fit the name that a log gives. */
function likeness(pin: Pin, subject: string): number {
  const words = ['name', 'pname', 'repo', 'url', 'imageName', 'crateName', 'pkg'].flatMap(
    (name) => textOf(pin, name) ?? [],
  );
  const named = words.some(
    (word) => word === subject || word.endsWith(`/${subject}`) || subject.startsWith(`${word}-`),
  );
  const downloads = pin.fetcher.kind === 'builder' || pin.fetcher.kind === 'dependencies';
  return (named ? 2 : 0) + (downloads === DOWNLOADS.test(subject) ? 1 : 0);
}

/** The pins that a mismatch may be about: those with that hash, and among them the ones whose name fits best. */
export function pinsOfMismatch(mismatch: Mismatch, pins: readonly Pin[]): readonly Pin[] {
  const scored = pins
    .filter((pin) => hasHash(pin, mismatch.specified))
    .map((pin) => ({ pin, score: likeness(pin, mismatch.subject) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ pin }) => pin);
}

/** The pin that a mismatch is about; undefined when it may be several, or is none. */
export function pinOfMismatch(mismatch: Mismatch, pins: readonly Pin[]): Pin | undefined {
  const [one, ...others] = pinsOfMismatch(mismatch, pins);
  return others.length === 0 ? one : undefined;
}

/** The hash of a lone `got:` line. */
export function gotHash(line: string): Hash | undefined {
  return hashIn(withoutEscapes(line), GOT);
}
