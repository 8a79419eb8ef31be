import type { Origin, Span } from '../../base/span';
import type { Node } from '../../syntax/node';
import type { NixError } from '../errors';
import type { Runtime } from '../runtime';
import type { Lazy, Value } from '../value';
import type { Env, Scope } from './env';

/** A compiled expression: its value in an environment. */
export type Code = (env: Env, rt: Runtime) => Value;

/** A compiled expression where its value is not needed yet: a thunk, or what needs none. */
export type LazyCode = (env: Env, rt: Runtime) => Lazy;

/** The text that is compiled. */
export interface Source {
  readonly uri: string;
  /** The file's path; undefined for a text without a file. */
  readonly path: string | undefined;
  /** Absolute folder that relative paths start from. */
  readonly folder: string;
  /** What `~` stands for, where known. */
  readonly home: string | undefined;
  readonly text: string;
}

/** What the compilers of the single constructs share; it lets them reach each other. */
export interface Compiler {
  readonly source: Source;
  readonly code: (node: Node, scope: Scope | undefined) => Code;
  /** `name` is what the expression is bound to: functions remember it. */
  readonly lazy: (node: Node, scope: Scope | undefined, name?: string) => LazyCode;
  /** A variable by its name, without forcing it. */
  readonly variable: (name: string, span: Span, scope: Scope | undefined) => LazyCode;
  readonly global: (name: string) => Lazy | undefined;
  readonly origin: (span: Span) => Origin;
  /** Remembers an error that Nix finds before it evaluates, and gives code that throws it for where there is no other. */
  readonly report: (error: NixError) => Code;
}
