/**
 * A tree of files as stores and archives see it: kinds, the executable bit, symbolic links; no owners, no times.
 * Names and link targets are text in which bytes that are not UTF-8 stand as lone surrogates U+DC80 to U+DCFF.
 * `C` is how a file's contents are had: bytes, or something to read them from.
 */
export type FileTree<C> = TreeFile<C> | TreeLink | TreeFolder<C>;

export interface TreeFile<C> {
  readonly kind: 'regular';
  readonly executable: boolean;
  /** In bytes; the contents have exactly this length. */
  readonly size: number;
  readonly contents: C;
}

export interface TreeLink {
  readonly kind: 'symlink';
  readonly target: string;
}

export interface TreeFolder<C> {
  readonly kind: 'directory';
  readonly entries: ReadonlyMap<string, FileTree<C>>;
}

/** Contents that are read when they are needed. */
export type Streamed = () => AsyncIterable<Uint8Array>;
