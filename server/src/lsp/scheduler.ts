/** Runs the latest task of each key after a pause; a task scheduled again before it ran is replaced. */
export interface Scheduler {
  readonly schedule: (key: string, task: () => void) => void;
  readonly cancel: (key: string) => void;
  readonly dispose: () => void;
}

/** `pauseMs` is the quiet time that a task waits for. */
export function scheduler(pauseMs: number): Scheduler {
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  const cancel = (key: string): void => {
    clearTimeout(pending.get(key));
    pending.delete(key);
  };
  return {
    cancel,
    schedule: (key, task) => {
      cancel(key);
      pending.set(
        key,
        setTimeout(() => {
          pending.delete(key);
          task();
        }, pauseMs),
      );
    },
    dispose: () => {
      for (const key of [...pending.keys()]) cancel(key);
    },
  };
}
