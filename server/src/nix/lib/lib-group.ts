import type { Members } from './kit';

/** A part of lib: `lib.NAME`, whose members named by `top` are at the top level as well. */
export interface LibGroup {
  readonly name: string;
  readonly members: Members;
  readonly top: readonly string[];
}
