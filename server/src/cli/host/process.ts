import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessRequest, ProcessResult } from '../../base/host';

/** How long a process group has between being asked to end and being killed, in milliseconds. */
const GRACE_MS = 2000;

/** Sends a signal to the whole group that a child leads. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

type Stop = Extract<ProcessResult, { readonly message: string }>;

/**
 * Runs a program, never through a shell, as the leader of a process group of its own; the whole group ends with it when it is cancelled, takes
 * too long or prints too much, and when this process exits. Never throws.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { argv, cwd, env, input, timeoutMs, maxOutputBytes, signal, onProgress } = request;
  const [program, ...args] = argv;
  if (signal?.aborted) return Promise.resolve({ kind: 'cancelled', message: `${program} was cancelled` });
  return new Promise((done) => {
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      shell: false,
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    let stopped: Stop | undefined;
    let killer: NodeJS.Timeout | undefined;

    const stop = (result: Stop): void => {
      if (stopped !== undefined) return;
      stopped = result;
      signalGroup(child, 'SIGTERM');
      killer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
    };
    const collect = (into: Buffer[]) => (bytes: Buffer) => {
      size += bytes.length;
      if (size > maxOutputBytes)
        stop({ kind: 'output-limit', message: `${program} printed more than ${maxOutputBytes} bytes` });
      else into.push(bytes);
    };
    const leave = (): void => signalGroup(child, 'SIGTERM');
    const cancel = (): void => stop({ kind: 'cancelled', message: `${program} was cancelled` });
    const timer = setTimeout(
      () => stop({ kind: 'timeout', message: `${program} took longer than ${Math.round(timeoutMs / 1000)} s` }),
      timeoutMs,
    );
    const finish = (result: ProcessResult): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal?.removeEventListener('abort', cancel);
      process.off('exit', leave);
      // What the program left running in its group ends with it.
      signalGroup(child, 'SIGKILL');
      done(stopped ?? result);
    };

    signal?.addEventListener('abort', cancel);
    process.on('exit', leave);
    child.stdout.on('data', collect(out));
    child.stderr.on('data', collect(err));
    if (onProgress !== undefined) child.stderr.on('data', (bytes: Buffer) => onProgress(bytes.toString('utf8')));
    // A program that ends before it has read everything closes the pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT' || error.code === 'EACCES';
      finish({
        kind: missing ? 'missing' : 'refused',
        message: missing ? `${program} was not found` : `${program} cannot be started: ${error.message}`,
      });
    });
    child.once('close', (code, killedBy) => {
      const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8');
      const stderr = text(err) + (killedBy === null ? '' : `${program} was ended by ${killedBy}`);
      finish({ kind: 'exit', code: code ?? -1, stdout: text(out), stderr });
    });
  });
}
