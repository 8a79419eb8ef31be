import type { Origin } from './span';

/** A piece of a text to be replaced; an insertion where the origin is empty. */
export interface Edit {
  readonly origin: Origin;
  readonly newText: string;
}
