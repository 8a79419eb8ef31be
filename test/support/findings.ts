import { pathToFileURL } from 'node:url';
import { session } from '../../server/src/features/session';
import type { Finding } from '../../server/src/rules/finding';
import { memoryFiles } from './memory-files';
import { testParser } from './parser';

export interface JudgeOptions {
  /** The systemd version; the newest when not given. */
  readonly systemd?: number;
  /** The NixOS release that a lock file beside the text names; none when not given. */
  readonly release?: string;
  /** Where the text stands; `/configuration/module.nix` when not given. */
  readonly path?: string;
  /** Other files, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Codes to pass over. */
  readonly ignore?: readonly string[];
}

/** A finding as tests show it. */
export interface Shown {
  readonly code: string;
  /** The text that is underlined. */
  readonly at: string;
  readonly message: string;
  /** The whole text after each fix, by the fix's title. */
  readonly fixed: Readonly<Record<string, string>>;
}

/** A lock file whose nixpkgs is the branch of a release. */
function lockFile(release: string): string {
  const nixpkgs = { original: { owner: 'NixOS', repo: 'nixpkgs', ref: `nixos-${release}` } };
  return JSON.stringify({ nodes: { root: { inputs: { nixpkgs: 'nixpkgs' } }, nixpkgs } });
}

/** The findings in a text, as if it were a file with others around it in memory. */
export async function findingsIn(text: string, options: JudgeOptions = {}): Promise<readonly Finding[]> {
  const { path = '/configuration/module.nix', ignore = [], release } = options;
  const files =
    release === undefined ? options.files : { '/configuration/flake.lock': lockFile(release), ...options.files };
  const parser = await testParser();
  const made = session({
    parser,
    files: memoryFiles({ ...files, [path]: text }),
    now: () => performance.now(),
    systemdVersion: options.systemd,
    assumeEnabled: true,
    ignoredIn: () => new Set(ignore),
    budgetMs: 10_000,
    depth: 500,
  });
  return made.snapshot({ uri: pathToFileURL(path).href, text, tree: parser.parse(text) }).findings();
}

/** The text after a fix's edits, all of which have to be in it. */
function fixedText(text: string, edits: Finding['fixes'][number]['edits']): string {
  return edits
    .toSorted((a, b) => b.origin.start - a.origin.start)
    .reduce((done, { origin, newText }) => done.slice(0, origin.start) + newText + done.slice(origin.end), text);
}

/** The findings of some codes in a text, or of all, with what they underline and what their fixes make of the text. */
export async function shownFindings(
  text: string,
  codes: readonly string[],
  options: JudgeOptions = {},
): Promise<readonly Shown[]> {
  const all = await findingsIn(text, options);
  return all
    .filter(({ code }) => codes.length === 0 || codes.includes(code))
    .map(({ code, message, origin, fixes }) => ({
      code,
      at: text.slice(origin.start, origin.end),
      message,
      fixed: Object.fromEntries(fixes.map(({ title, edits }) => [title, fixedText(text, edits)])),
    }));
}
