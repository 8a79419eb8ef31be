import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';

/** The bundle of `run.ts`, which this small one starts: the thread that it runs in is the only one to read it. */
const RUN = path.join(__dirname, 'run.js');

/** The commands that evaluate Nix, and so need a deep stack, which only a thread of its own has. */
const EVALUATING: ReadonlySet<string | undefined> = new Set(['check', 'eval', 'preview', 'security']);

/** Enough for Nix's own limit of 10,000 nested calls; a larger nursery spares collecting what an evaluation still holds. */
const LIMITS: ResourceLimits = { stackSizeMb: 256, maxYoungGenerationSizeMb: 128 };

const argv = process.argv.slice(2);
if (EVALUATING.has(argv[0])) {
  const thread = new Worker(RUN, { argv, resourceLimits: LIMITS });
  thread.once('exit', (status) => {
    process.exitCode = status;
  });
} else {
  void import(pathToFileURL(RUN).href);
}
