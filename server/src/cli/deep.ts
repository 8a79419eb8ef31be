import { isMainThread, type ResourceLimits, Worker } from 'node:worker_threads';

/** Enough for Nix's own limit of 10,000 nested calls; a larger nursery spares collecting what an evaluation still holds. */
const LIMITS: ResourceLimits = { stackSizeMb: 256, maxYoungGenerationSizeMb: 128 };

/** Whether this thread is one that `runDeep` started. */
export function isDeep(): boolean {
  return !isMainThread;
}

/** Runs the whole command again in a thread with a deep stack, and gives its exit status. */
export function runDeep(argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { argv: [...argv], resourceLimits: LIMITS });
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
}
