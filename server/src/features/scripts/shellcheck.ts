import type { ProcessRequest } from '../../base/host';
import { property } from '../../base/property';
import { filePath } from '../../base/uri';
import { dirName } from '../../nix/paths';
import { interpreterOf } from './language';
import type { UnitScript } from './list';
import { neutralText } from './neutral-text';

/** A position in the checked text: lines and columns from 1, columns in code points. */
export interface ShellPosition {
  readonly line: number;
  readonly column: number;
}

export interface ShellStretch {
  readonly start: ShellPosition;
  readonly end: ShellPosition;
}

export interface Replacement extends ShellStretch {
  readonly text: string;
}

/** One thing that ShellCheck says. */
export interface ShellComment extends ShellStretch {
  readonly level: 'error' | 'warning' | 'info' | 'style';
  /** The number of `SC2086`. */
  readonly code: number;
  readonly message: string;
  readonly fix: readonly Replacement[];
}

/** The shells that ShellCheck knows, by the program of a script's first line. */
const DIALECTS: Readonly<Record<string, string>> = { bash: 'bash', sh: 'sh', dash: 'dash', ksh: 'ksh' };

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export type ShellCheckRequest = ProcessRequest & { readonly input: string };

/**
 * How ShellCheck is asked about a script: the text on standard input, started in the folder of the document, so that a `.shellcheckrc`
 * there counts. Undefined for what is no script of a shell that it knows.
 */
export function shellCheckRequest({ script }: UnitScript, documentUri: string): ShellCheckRequest | undefined {
  const dialect = DIALECTS[interpreterOf(script.text) ?? ''];
  const path = filePath(documentUri);
  if (dialect === undefined) return undefined;
  return {
    argv: ['shellcheck', '--format=json1', `--shell=${dialect}`, '-'],
    ...(path === undefined ? {} : { cwd: dirName(path) }),
    input: neutralText(script),
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stretch(value: unknown): ShellStretch | undefined {
  const [line, column, endLine, endColumn] = ['line', 'column', 'endLine', 'endColumn'].map((name) =>
    property(value, name),
  );
  if (typeof line !== 'number' || typeof column !== 'number') return undefined;
  if (typeof endLine !== 'number' || typeof endColumn !== 'number') return undefined;
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

function replacement(value: unknown): readonly Replacement[] {
  const place = stretch(value);
  const text = property(value, 'replacement');
  return place === undefined || typeof text !== 'string' ? [] : [{ ...place, text }];
}

const LEVELS: ReadonlyMap<unknown, ShellComment['level']> = new Map(
  (['error', 'warning', 'info', 'style'] as const).map((level) => [level, level]),
);

function comment(value: unknown): readonly ShellComment[] {
  const place = stretch(value);
  const level = LEVELS.get(property(value, 'level'));
  const code = property(value, 'code');
  const message = property(value, 'message');
  if (place === undefined || level === undefined || typeof code !== 'number' || typeof message !== 'string') return [];
  return [
    {
      ...place,
      level,
      code,
      message,
      fix: items(property(property(value, 'fix'), 'replacements')).flatMap(replacement),
    },
  ];
}

/** Reads what ShellCheck prints in its format `json1`; undefined when it is something else. */
export function parseShellCheck(stdout: string): readonly ShellComment[] | undefined {
  try {
    const comments = property(JSON.parse(stdout), 'comments');
    return Array.isArray(comments) ? comments.flatMap(comment) : undefined;
  } catch {
    return undefined;
  }
}
