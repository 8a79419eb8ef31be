import type { Origin } from '../base/span';
import type { NixError } from './errors';
import type { Runtime } from './runtime';
import type { Thunk } from './thunk';

/**
 * A Nix value in weak head normal form. Primitives of JavaScript stand for Nix's own: `bigint` an integer (64 bit),
 * `number` a float, `boolean`, `null`. Everything else is tagged by `kind`.
 */
export type Value = bigint | number | boolean | null | NixString | NixPath | Attrs | List | Func | Unknown;

/** A value, or one that is computed when asked for. */
export type Lazy = Value | Thunk;

/** A store object that a string refers to. Generated text files keep their text, so that they can be previewed. */
export interface StoreObject {
  /** The store path as it prints; `/nix/store/…-name` where the hash is not known. */
  readonly path: string;
  /** Nix's own encoding of the context element: a path, `!output!drv` or `=drv`. */
  readonly encoded: string;
  /** Of a derivation whose paths are known: its hash, for the paths of what is made from it. */
  readonly drvHash?: string;
  readonly file?: GeneratedFile;
  /** Of a source: the URL that it is fetched from. */
  readonly fetchedFrom?: string;
  /** Of a copy: the absolute path of the file or folder that it was made of. */
  readonly copiedFrom?: string;
  /** Of a copy that a filter made: whether it holds an entry of the folder, by the path of the original and its type. */
  readonly holds?: (path: string, type: string) => boolean;
}

export interface GeneratedFile {
  readonly name: string;
  readonly text: NixString;
  readonly executable: boolean;
  /** Where in the store object the file lies: empty, or `/bin/name`. */
  readonly subpath: string;
  /** The expression that gave the text. */
  readonly origin?: Origin;
  /** Why there is no text: the file's name is known all the same. */
  readonly error?: NixError;
}

/** Store objects by an identity of their own. */
export type Context = ReadonlyMap<string, StoreObject>;

/** A piece of a string that is not known; `text` of the string shows it as `‹why›` between the two offsets. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly unknown: Unknown;
}

/** The part of a string literal that a text was written as. */
export interface WrittenPart {
  readonly literal: Origin;
  /** Which of the literal's parts. */
  readonly part: number;
}

/** Bytes that are not UTF-8 stand in `text` as lone surrogates U+DC80 to U+DCFF. */
export interface NixString {
  readonly kind: 'string';
  readonly text: string;
  readonly context: Context | undefined;
  readonly holes: readonly Hole[] | undefined;
  /** Where the whole text was written, or the strings that it was joined from; undefined where that is not known or not kept. */
  readonly made: WrittenPart | readonly NixString[] | undefined;
}

export interface NixPath {
  readonly kind: 'path';
  readonly path: string;
}

/** One definition of an option's value, as the module system saw it. */
export interface Definition {
  readonly key: Origin | undefined;
  readonly value: Origin | undefined;
  /** Unknown conditions (`mkIf`) that were assumed for it, as text. */
  readonly conditions: readonly string[];
  /** That it is stronger than a plain definition (`mkForce`). */
  readonly forced?: boolean;
}

export interface Attr {
  readonly value: Lazy;
  /** Where the name was written. */
  readonly key: Origin | undefined;
  /** Set on the attributes of an evaluated configuration. */
  readonly definitions?: readonly Definition[];
}

/** What an attribute set answers for names that it does not hold. */
export interface OpenWorld {
  readonly why: string;
  readonly get: (name: string) => Lazy;
  /** Whether a name that the set does not hold exists; absent or undefined where that is not known. */
  readonly has?: ((name: string) => boolean | undefined) | undefined;
  /** What applying the set gives; absent: an unknown. */
  readonly call?: ((rt: Runtime, argument: Lazy) => Value) | undefined;
}

export interface Attrs {
  readonly kind: 'attrs';
  readonly entries: ReadonlyMap<string, Attr>;
  /** Present when further attributes may exist: `pkgs`, foreign `config`, a set merged with an unknown one. */
  readonly open: OpenWorld | undefined;
  /** The literal that made the set. */
  readonly origin: Origin | undefined;
  /** Attributes that were written on the left of a `//` whose right side has them too. */
  readonly overridden?: readonly (readonly [string, Attr])[];
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Lazy[];
  /** Present when further elements may exist. */
  readonly open: Unknown | undefined;
}

/** A function of one argument; natives of several are curried. */
export interface Func {
  readonly kind: 'function';
  /** The name it was bound to. */
  readonly name: string | undefined;
  /** The name of the whole argument: `x` of `x: …` and of `{ … }@x: …`. */
  readonly argument?: string | undefined;
  /** For `{ a, b ? 1 }:` the names, true where there is a default. */
  readonly formals: ReadonlyMap<string, boolean> | undefined;
  /** Where the formals' names were written. */
  readonly formalOrigins?: ReadonlyMap<string, Origin> | undefined;
  readonly ellipsis: boolean;
  readonly primop: boolean;
  readonly origin: Origin | undefined;
  readonly apply: (rt: Runtime, argument: Lazy) => Value;
  /** Set on natives: how to call one with all its arguments at once. */
  readonly native?: NativeCall;
}

export interface NativeCall {
  readonly arity: number;
  /** Arguments given so far. */
  readonly held: readonly Lazy[];
  readonly call: (rt: Runtime, args: readonly Lazy[]) => Value;
}

/** How an unknown condition is decided: through its parts, or by an assumption on this leaf. */
export type Condition =
  | {
      readonly op: 'leaf';
      readonly likely: boolean;
      /** It is likely because the option that it is has that default. */
      readonly byDefault?: boolean;
    }
  | { readonly op: 'not'; readonly of: Unknown }
  | { readonly op: 'and' | 'or'; readonly left: Unknown; readonly right: Unknown };

/** A value that cannot be known here. `why` names it for the user: `config.services.db.port`. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
  readonly condition: Condition;
  /** Its members, as far as they are known or have a likely value. */
  readonly members?: ((name: string) => Lazy | undefined) | undefined;
  /** The option that it is has no value by default. */
  readonly nullByDefault?: boolean | undefined;
}

export function unknown(why: string, condition: Condition = { op: 'leaf', likely: true }): Unknown {
  return { kind: 'unknown', why, condition };
}

export function str(text: string, context?: Context, holes?: readonly Hole[], made?: NixString['made']): NixString {
  return { kind: 'string', text, context, holes, made };
}

export function path(absolute: string): NixPath {
  return { kind: 'path', path: absolute };
}

export function attrs(entries: ReadonlyMap<string, Attr>, open?: OpenWorld, origin?: Origin): Attrs {
  return { kind: 'attrs', entries, open, origin };
}

/** An attribute set of plain values, without positions. */
export function attrsOf(record: Readonly<Record<string, Lazy>>): Attrs {
  return attrs(new Map(Object.entries(record).map(([name, value]) => [name, { value, key: undefined }])));
}

export function list(items: readonly Lazy[], open?: Unknown): List {
  return { kind: 'list', items, open };
}

/** What a `kind` switch sees, with the names of `builtins.typeOf` for JavaScript's primitives. */
export type ValueKind =
  | 'int'
  | 'float'
  | 'bool'
  | 'null'
  | 'string'
  | 'path'
  | 'attrs'
  | 'list'
  | 'function'
  | 'unknown';

export function kindOf(value: Value): ValueKind {
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : value.kind;
  }
}

export function isUnknown(value: Value): value is Unknown {
  return typeof value === 'object' && value !== null && value.kind === 'unknown';
}

export function isString(value: Value): value is NixString {
  return typeof value === 'object' && value !== null && value.kind === 'string';
}

export function isAttrs(value: Value): value is Attrs {
  return typeof value === 'object' && value !== null && value.kind === 'attrs';
}

export function isList(value: Value): value is List {
  return typeof value === 'object' && value !== null && value.kind === 'list';
}

export function isFunction(value: Value): value is Func {
  return typeof value === 'object' && value !== null && value.kind === 'function';
}

export function isPath(value: Value): value is NixPath {
  return typeof value === 'object' && value !== null && value.kind === 'path';
}
