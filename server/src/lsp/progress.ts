import type { WorkDoneProgressReporter } from 'vscode-languageserver';

const LONGEST = 120;

/** Progress in lines of bounded length: a program's output may be anything. */
export function progressLines(progress: WorkDoneProgressReporter): (message: string) => void {
  return (message) => {
    const line =
      message
        .trim()
        .split(/[\r\n]+/)
        .at(-1) ?? '';
    if (line !== '') progress.report(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
  };
}
