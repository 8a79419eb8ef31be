import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Io } from './command';
import { nodeHost } from './host-node';

const STDIN = 0;
const STDOUT = 1;

/** The terminal, the working directory and the machine: what a user started is trusted. */
export function nodeIo(): Io {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stdin: () => readFileSync(STDIN, 'utf8'),
    cwd: process.cwd(),
    env: process.env,
    colour: process.env.NO_COLOR === undefined && isatty(STDOUT),
    host: nodeHost({ trusted: true }),
  };
}
