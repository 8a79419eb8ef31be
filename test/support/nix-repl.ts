import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What Nix makes of an expression: its JSON, or the last line of the error. */
export type ReplAnswer = { readonly json: string } | { readonly error: string };

/** A session of `nix repl`, in which files that were read stay parsed. */
export interface Repl {
  /** Runs a line, such as an assignment. */
  readonly run: (line: string) => Promise<string>;
  readonly json: (expression: string) => Promise<ReplAnswer>;
  readonly close: () => void;
}

/** Lines after which a session is begun anew, for what it has evaluated stays in its memory. */
const MOST_ASSIGNMENTS = 25;

/** What begins a sequence of signs that stands for a colour. */
const ESCAPE = String.fromCharCode(27);

const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

/** The text of a string as the session prints it. */
function unquoted(printed: string): string {
  return printed.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);
}

function lastError(output: string): string {
  const text = output.slice(output.lastIndexOf('error:')).split('\n');
  return (text[0] === 'error:' ? (text[1] ?? '').trim() : (text[0] ?? '')).slice(0, 300);
}

/** Starts sessions of Nix (`argv` is the program) with a store of their own in `folder`. */
export function nixRepl(argv: readonly [string, ...string[]], folder: string): Repl {
  let child: ChildProcess | undefined;
  let output = '';
  let asked = 0;
  let assignments = 0;
  let arrived: () => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const stop = (): void => {
    const ended = child;
    child = undefined;
    ended?.stdin?.end();
  };
  const start = (): ChildProcess => {
    const options = ['--extra-experimental-features', 'nix-command', '--store', join(folder, 'store')];
    const line = [...argv, ...options, 'repl'].map((word) => `'${word}'`).join(' ');
    const made = spawn('sh', ['-c', `exec ${line} 2>&1`], { env: { ...process.env, NO_COLOR: '1', NIX_PATH: '' } });
    made.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      arrived();
    });
    made.once('exit', () => {
      if (child === made) failed(new Error(`Nix ended: ${output.slice(-300)}`));
    });
    return made;
  };
  const run = async (line: string): Promise<string> => {
    if (line.includes(' = import ') && assignments++ >= MOST_ASSIGNMENTS) {
      stop();
      assignments = 0;
    }
    child ??= start();
    const running = child;
    const mark = `"-- ${asked++} --"`;
    output = '';
    running.stdin?.write(`${line}\n${mark}\n`);
    await new Promise<void>((done, fail) => {
      arrived = () => (output.replace(COLOURS, '').includes(`\n${mark}\n`) ? done() : undefined);
      failed = fail;
    });
    return output.replace(COLOURS, '');
  };
  const json = async (expression: string): Promise<ReplAnswer> => {
    const printed = await run(`builtins.toJSON (${expression})`);
    const text = printed.split('\n').find((line) => line.startsWith('"') && !line.startsWith('"-- '));
    return text === undefined ? { error: lastError(printed) } : { json: unquoted(text) };
  };
  return { run, json, close: stop };
}
