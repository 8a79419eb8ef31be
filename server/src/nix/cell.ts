import type { Origin } from '../base/span';
import { BudgetSignal, NixError } from './errors';
import type { Asked } from './recorder';
import type { Runtime } from './runtime';

const PENDING = 0;
const RUNNING = 1;
const DONE = 2;
const FAILED = 3;

/** What a result hangs on that may change. */
interface History {
  /** In the order in which it was asked. */
  asked: readonly Asked[];
  /** The last revision in which the result was found to hold. */
  checked: number;
  /** The revision that the result is of. */
  changed: number;
  /** The last run that asked for the result. */
  noted: number;
}

const NOTHING: readonly Asked[] = [];

/**
 * A suspended computation: the one mutable thing of the evaluator. It runs once, and again in a revision in which something that it asked
 * for has another answer; one that asked for nothing that may change is final, and forgets how it was made.
 */
export abstract class Cell<T> implements Asked {
  private state: 0 | 1 | 2 | 3 = PENDING;
  private result: T | NixError | undefined = undefined;
  private history: History | undefined = undefined;

  constructor(
    private rt: Runtime | undefined,
    /** The expression that makes the value. */
    readonly origin: Origin | undefined,
  ) {}

  protected abstract compute(rt: Runtime): T;

  /** What stands for a signal as the result; undefined where it is passed on. */
  protected abstract instead(signal: unknown): T | undefined;

  /** Whether nobody can tell two results apart. */
  protected abstract isSame(before: T, after: T): boolean;

  /** Forgets how the result is made. */
  protected abstract release(): void;

  /** Takes a result that needs no computing. */
  protected hold(result: T): void {
    this.state = DONE;
    this.result = result;
  }

  force(): T {
    if (this.state === DONE && this.history === undefined) return this.result as T;
    this.refresh();
    if (this.history !== undefined) this.note(this.history);
    if (this.state === FAILED) throw this.result;
    return this.result as T;
  }

  /** The value if it was computed already; in this revision, where it may change. */
  peek(): T | undefined {
    const isOld = this.history !== undefined && this.history.checked !== this.rt?.recorder.revision;
    return this.state === DONE && !isOld ? (this.result as T) : undefined;
  }

  /** The last revision in which the result was asked for; undefined when it cannot change. */
  lastAsked(): number | undefined {
    return this.history?.checked;
  }

  asked(): readonly Asked[] {
    return this.history?.asked ?? NOTHING;
  }

  holds(since: number): boolean {
    if (this.state === RUNNING) return false;
    try {
      this.refresh();
    } catch (signal) {
      if (signal instanceof NixError) return false;
      throw signal;
    }
    return this.history !== undefined && this.history.changed <= since;
  }

  private note(history: History): void {
    const { recorder } = this.rt as Runtime;
    if (history.noted === recorder.frame) return;
    history.noted = recorder.frame;
    recorder.note(this);
  }

  /** Brings the result to the present revision. Throws what leaves it without one. */
  private refresh(): void {
    if (this.state === RUNNING) throw this.cycle();
    const rt = this.rt as Runtime;
    if (this.history !== undefined && this.state !== PENDING) this.recheck(rt, this.history);
    if (this.state === PENDING) this.run(rt);
  }

  private cycle(): NixError {
    (this.rt as Runtime).recorder.read(() => this.state === RUNNING);
    return new NixError('recursion', 'infinite recursion encountered', this.origin);
  }

  /** Asks again what was asked; a result that does not hold any longer is to be computed anew. */
  private recheck(rt: Runtime, history: History): void {
    const { recorder, depth } = rt;
    if (history.checked === recorder.revision) return;
    const { state } = this;
    const { size, frame } = recorder;
    this.state = RUNNING;
    try {
      recorder.open();
      const holds = stillHolds(history);
      this.state = holds ? state : PENDING;
      if (holds) history.checked = recorder.revision;
    } catch (signal) {
      this.state = state;
      throw exhausted(signal);
    } finally {
      recorder.size = size;
      recorder.frame = frame;
      rt.depth = depth;
    }
  }

  private run(rt: Runtime): void {
    const { recorder, depth } = rt;
    const { size, frame } = recorder;
    recorder.open();
    this.state = RUNNING;
    try {
      const value = this.compute(rt);
      rt.depth = depth;
      recorder.frame = frame;
      this.finish(rt, value, recorder.since(size));
    } catch (signal) {
      rt.depth = depth;
      recorder.frame = frame;
      const instead = this.instead(signal);
      if (instead !== undefined) this.finish(rt, instead, recorder.since(size));
      else if (signal instanceof NixError) this.fail(rt, signal.at(this.origin), size);
      else {
        this.state = PENDING;
        throw exhausted(signal);
      }
    }
  }

  /** An infinite recursion is that of whoever began it, so it is no result. */
  private fail(rt: Runtime, error: NixError, size: number): void {
    if (error.kind === 'recursion') {
      this.state = PENDING;
      throw error;
    }
    this.state = FAILED;
    this.result = error;
    this.remember(rt, rt.recorder.since(size), true);
  }

  private finish(rt: Runtime, value: T, asked: readonly Asked[] | undefined): void {
    this.state = DONE;
    if (asked === undefined && this.history === undefined) {
      this.result = value;
      this.rt = undefined;
      this.release();
      return;
    }
    const before = this.result;
    const isSame = this.history !== undefined && !(before instanceof NixError) && this.isSame(before as T, value);
    if (!isSame) this.result = value;
    this.remember(rt, asked, !isSame);
  }

  private remember({ recorder }: Runtime, asked: readonly Asked[] | undefined, isNew: boolean): void {
    const { revision } = recorder;
    if (this.history !== undefined) {
      this.history.asked = asked ?? NOTHING;
      this.history.checked = revision;
      if (isNew) this.history.changed = revision;
    } else if (asked !== undefined) {
      this.history = { asked, checked: revision, changed: revision, noted: 0 };
    }
  }
}

function stillHolds({ asked, checked }: History): boolean {
  for (const one of asked) if (!one.holds(checked)) return false;
  return true;
}

/** What an exhausted JavaScript engine says, as a budget: its stack, or the longest string it can hold. */
function exhausted(signal: unknown): unknown {
  if (!(signal instanceof RangeError)) return signal;
  return new BudgetSignal(signal.message.includes('call stack') ? 'depth' : 'output');
}
