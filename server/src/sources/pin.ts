import type { Origin } from '../base/span';
import type { Algorithm } from '../store/digest';
import type { Hash, Notation } from '../store/hash';
import type { Constant } from './constant';
import type { Fetcher, HashAttribute } from './fetchers';
import type { PackagePath } from './package-path';

/** A string written in a file, which an edit may replace. */
export interface Literal {
  /** Of the whole expression, quotes included. */
  readonly origin: Origin;
  /** `expression` is `lib.fakeHash` and the like: replaced by a string as a whole. */
  readonly style: 'double' | 'indented' | 'uri' | 'expression';
}

/** A value that is put together from constant text and at most one literal: `"v${version}"`. */
export interface Template {
  readonly literal: Literal;
  readonly prefix: string;
  readonly suffix: string;
}

/** An attribute of a fetcher's call. */
export interface PinAttribute {
  /** Where the name is written. */
  readonly key: Origin;
  /** Undefined: not known here. */
  readonly value: Constant | undefined;
  /** Where the text of the value comes from; undefined when no single literal can be edited. */
  readonly template: Template | undefined;
}

/** What can be said of a hash without fetching anything. */
export type HashState =
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'malformed'; readonly message: string; readonly hash: Hash | undefined }
  | { readonly kind: 'plausible'; readonly hash: Hash; readonly notation: Notation }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export interface PinHash {
  /** The attribute that holds the hash; the one to write when it is absent. */
  readonly attribute: HashAttribute;
  /** The hash as it stands; undefined when absent or unknown. */
  readonly text: string | undefined;
  readonly key: Origin | undefined;
  readonly literal: Literal | undefined;
  /** The algorithm the hash has to have; undefined where the hash says it. */
  readonly algorithm: Algorithm | undefined;
  readonly state: HashState;
}

/** Where a missing attribute goes: after the last of the call's attributes. */
export interface Insertion {
  readonly origin: Origin;
  /** What stands before the new attribute: a newline and indentation, or a blank. */
  readonly lead: string;
}

/** A source that a file fixes by a hash. */
export interface Pin {
  readonly fetcher: Fetcher;
  readonly uri: string;
  /** The whole call; the attribute's binding for a hash that stands alone, as in `overrideAttrs`. */
  readonly call: Origin;
  /** The function's name, where a CodeLens goes. */
  readonly head: Origin;
  readonly attributes: ReadonlyMap<string, PinAttribute>;
  /** Attributes beyond those listed may be set by expressions that are not known. */
  readonly open: boolean;
  readonly hash: PinHash;
  /** Further hash attributes that are set beside it, which fetchers refuse. */
  readonly otherHashes: readonly string[];
  readonly insertion: Insertion | undefined;
  /** How a build reaches it, in a file that makes one package. */
  readonly packagePath: PackagePath | undefined;
  /** Marked with a `# pin` comment: not to be upgraded. */
  readonly held: boolean;
}

/** The known text of an attribute; undefined when it is missing, unknown or no string. */
export function textOf(pin: Pin, name: string): string | undefined {
  const value = pin.attributes.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Whether an attribute is set to something that is not known here. */
export function isUnknown(pin: Pin, name: string): boolean {
  const found = pin.attributes.get(name);
  return found !== undefined && found.value === undefined;
}

/** Whether a pin has no hash and needs none: `builtins.fetchGit` with a revision. */
export function needsNoHash({ hash }: Pin): boolean {
  return hash.state.kind === 'absent' && hash.attribute.optional;
}

/** Everything of a pin, its hash aside, that decides what is fetched: two pins with the same source text fetch the same. */
export function sourceKey(pin: Pin): string {
  const names = new Set(pin.fetcher.hashes.map(({ name }) => name));
  const rows = [...pin.attributes]
    .filter(([name]) => !names.has(name))
    .map(([name, { value }]) => [name, value ?? null]);
  return JSON.stringify([pin.fetcher.name, ...rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))]);
}
