import { Cell } from '../nix/cell';
import type { Runtime } from '../nix/runtime';

type Same<T> = (before: T, after: T) => boolean;

/** A result that is no Nix value. */
class Memo<T> extends Cell<T> {
  constructor(
    rt: Runtime,
    private make: (() => T) | undefined,
    private readonly same: Same<T>,
  ) {
    super(rt, undefined);
  }

  protected compute(): T {
    return (this.make as () => T)();
  }

  protected instead(): undefined {
    return undefined;
  }

  protected isSame(before: T, after: T): boolean {
    return this.same(before, after);
  }

  protected release(): void {
    this.make = undefined;
  }
}

/**
 * Computes once, when first asked, and again when what it hangs on changed. Asking for it while it is computed is an infinite recursion.
 * Whoever asked need not be computed anew when the result is the `same`.
 */
export function memo<T>(rt: Runtime, compute: () => T, same: Same<T> = Object.is): () => T {
  const cell = new Memo(rt, compute, same);
  return () => cell.force();
}

/** Whether two lists have the same elements one by one. */
export function sameItems<T>(a: readonly T[], b: readonly T[], same: Same<T> = Object.is): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}

interface Member<I, T> {
  readonly cell: Memo<T>;
  readonly input: I;
  /** The last revision that looked it up. */
  used: number;
}

/** Members that were not asked for in so many revisions are forgotten. */
const FORGET_AFTER = 64;

/** Results by name, each kept from revision to revision while its input is the same. */
export class Family<I, T> {
  private readonly members = new Map<string, Member<I, T>>();
  private swept: number;

  constructor(
    private readonly rt: Runtime,
    private readonly sameInput: Same<I> = Object.is,
    private readonly same: Same<T> = Object.is,
  ) {
    this.swept = rt.recorder.revision;
  }

  /** The result of that name; `make` gives how to compute it from the input. */
  get(name: string, input: I, make: (input: I) => () => T): T {
    const { revision } = this.rt.recorder;
    if (revision - this.swept >= FORGET_AFTER) this.sweep(revision);
    const known = this.members.get(name);
    if (known !== undefined && this.sameInput(known.input, input)) {
      known.used = revision;
      return known.cell.force();
    }
    const cell = new Memo(this.rt, make(input), this.same);
    this.members.set(name, { cell, input, used: revision });
    return cell.force();
  }

  private sweep(revision: number): void {
    this.swept = revision;
    for (const [name, { cell, used }] of this.members) {
      if (Math.max(used, cell.lastAsked() ?? 0) < revision - FORGET_AFTER) this.members.delete(name);
    }
  }
}

interface Pooled<I, T> {
  readonly input: I;
  readonly made: T;
  used: number;
}

/** What was made of inputs without a name, kept while it is in use. */
export class Pool<I, T> {
  private all: readonly Pooled<I, T>[] = [];

  constructor(
    private readonly rt: Runtime,
    private readonly sameInput: Same<I>,
  ) {}

  get(input: I, make: () => T): T {
    const { revision } = this.rt.recorder;
    const known = this.all.find((one) => this.sameInput(one.input, input));
    if (known !== undefined) {
      known.used = revision;
      return known.made;
    }
    const made = make();
    this.all = [...this.all.filter(({ used }) => revision - used < FORGET_AFTER), { input, made, used: revision }];
    return made;
  }
}
