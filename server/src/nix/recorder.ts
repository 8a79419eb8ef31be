/** Something that a computation asked of what may change. */
export interface Asked {
  /** Asks it again: whether the answer is that of the given revision. What asking does besides, it does again. */
  readonly holds: (since: number) => boolean;
  /** What was assumed for the answer, as `why = true`. */
  readonly assumed?: () => readonly string[];
  /** What a computation that was asked for its result asked itself. */
  readonly asked?: () => readonly Asked[];
}

/** A question that the next revision has to ask anew, whatever comes of it: the answer hung on time, or on what else was computed. */
const PASSING: Asked = { holds: () => false };

/** What questions and those behind them were answered by. */
function assumedFor(questions: readonly Asked[]): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<Asked>();
  const open = [...questions];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    for (const text of one.assumed?.() ?? []) found.add(text);
    open.push(...(one.asked?.() ?? []));
  }
  return [...found].sort();
}

/**
 * Records what computations ask, in order, so that the next revision of the files reuses each whose questions have the answers that they
 * had. A computation is deterministic, so it asks the same up to the first answer that differs: asking again in that order meets
 * everything that computing anew would meet, in the order in which it would.
 */
export class Recorder {
  /** Counts the states of the world that were evaluated; answers are asked again once in each. */
  revision = 1;
  /** The run whose questions are recorded now. */
  frame = 0;
  /** How many questions wait for their run to end. */
  size = 0;
  /** How many answers were kept so far: about what they take in memory, each a hundred bytes and what it leads to. */
  answers = 0;
  private frames = 0;
  private readonly waiting: Asked[] = [];

  constructor(
    /** False: there is but one revision, and nothing but assumptions is recorded. */
    readonly on: boolean,
  ) {}

  /** Begins a run. */
  open(): void {
    this.frame = ++this.frames;
  }

  note(asked: Asked): void {
    this.waiting[this.size++] = asked;
  }

  /** What was asked since there were `size` questions; undefined: nothing. */
  since(size: number): readonly Asked[] | undefined {
    if (this.size === size) return undefined;
    const asked = this.waiting.slice(size, this.size);
    this.answers += asked.length;
    this.size = size;
    return asked;
  }

  /** Does something that each revision does anew, where what did it is reused. */
  perform(act: () => void): void {
    act();
    if (this.on) {
      this.note({
        holds: () => {
          act();
          return true;
        },
      });
    }
  }

  /** What reading the world gives; `same` tells whether it still does. */
  read<T>(read: () => T, same: (a: T, b: T) => boolean = Object.is): T {
    const found = read();
    if (this.on) this.note({ holds: () => same(read(), found) });
    return found;
  }

  /** What is decided or supposed without being known; recorded always, for whoever asks what a result hangs on. */
  assume<T>(decide: () => T, assumed: () => readonly string[]): T {
    const found = decide();
    this.note({ holds: () => Object.is(decide(), found), assumed });
    return found;
  }

  /** Runs a computation that may ask what was assumed on the way so far, also long before. */
  watch<T>(compute: (assumed: () => readonly string[]) => T): T {
    const { size, frame } = this;
    this.open();
    try {
      return compute(() => assumedFor(this.waiting.slice(size, this.size)));
    } finally {
      this.frame = frame;
    }
  }

  /** Lets no later revision reuse what is being computed. */
  pass(): void {
    if (this.on) this.note(PASSING);
  }

  /** A state of its own for each revision. */
  scoped<T>(make: () => T): () => T {
    let known: { readonly revision: number; readonly state: T } | undefined;
    return () => {
      if (known?.revision !== this.revision) known = { revision: this.revision, state: make() };
      return known.state;
    };
  }

  /** Begins the next revision; questions that a stopped run left are dropped. */
  next(): void {
    this.revision++;
    this.size = 0;
    this.waiting.length = 0;
  }
}
