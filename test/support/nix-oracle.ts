import { tool } from './tools';

/** What Nix says to an expression: the value as printed in one line, or the message of its error. */
export type Answer = { readonly kind: 'value' | 'error'; readonly text: string };

const BATCH = 200;

/** The message proper of what Nix writes to standard error: without its trace, its place and its suggestions. */
function messageOf(stderr: string): string {
  const at = stderr.lastIndexOf('error: ');
  const lines = stderr.slice(at + 'error: '.length).split('\n');
  const end = lines.findIndex(
    (line, i) => i > 0 && (line.trim() === '' || /^\s+(at |Did you mean|-->)|^Try /.test(line)),
  );
  return lines
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

/** Whether Nix is at hand; in CI its absence is an error. */
export function nixOracle(): boolean {
  return tool('nix-instantiate-2.34').available;
}

/** Evaluates expressions strictly with Nix 2.34, many in one process, relative to a folder. */
export function askNix(expressions: readonly string[], folder: string): Answer[] {
  const nix = tool('nix-instantiate-2.34');
  const answers: Answer[] = [];
  while (answers.length < expressions.length) {
    const batch = expressions.slice(answers.length, answers.length + BATCH).map((text) => `(${text}\n)`);
    const { code, stdout, stderr } = nix.run(
      [
        '--readonly-mode',
        '--eval',
        '--strict',
        '--extra-experimental-features',
        'pipe-operators flakes',
        '-E',
        ...batch,
      ],
      { cwd: folder, env: { NIX_REMOTE: 'dummy://', NIX_PATH: '' } },
    );
    const lines = stdout.split('\n').slice(0, -1);
    answers.push(...lines.map((text): Answer => ({ kind: 'value', text })));
    if (code !== 0) answers.push({ kind: 'error', text: messageOf(stderr) });
    else if (lines.length !== batch.length) throw new Error(`Nix answered ${lines.length} of ${batch.length}`);
  }
  return answers;
}
