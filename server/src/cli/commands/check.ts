import { type LinesOf, linesOfFiles } from '../../base/lines';
import { projectIgnores } from '../../features/project';
import { session } from '../../features/session';
import { atLeast, type Finding, SEVERITIES } from '../../rules/finding';
import { RULES } from '../../rules/registry';
import { checkScripts } from '../check-scripts';
import { type Command, choice, UsageError, wholeNumber } from '../command';
import { applyFixes } from '../fix';
import { knownHost } from '../known-host';
import { locate } from '../locate';
import { github } from '../output/github';
import { json } from '../output/json';
import type { Located } from '../output/located';
import { pretty } from '../output/pretty';
import { sarif } from '../output/sarif';
import { loadNodeParser } from '../parser';
import { sessionOptions } from '../session-options';
import { readSource } from '../source';
import { version } from '../version';
import { walk } from '../walk';

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

/** Reports the findings of files and folders. */
export const checkCommand: Command = {
  usage:
    'check PATH… [--format pretty|json|sarif|github] [--severity error|warning|info|hint] [--max-warnings N] [--systemd VERSION] [--context HOST] [--shellcheck] [--fix]',
  summary: 'Find mistakes in the units that files define.',
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      help: 'pretty for people (the default), json, sarif, or github for a CI log',
    },
    severity: {
      type: 'string',
      value: 'LEVEL',
      help: 'The least that makes the exit status 1; warning where not given',
    },
    'max-warnings': { type: 'string', value: 'N', help: 'So many warnings leave the exit status 0' },
    systemd: { type: 'string', value: 'VERSION', help: 'Such as 257, rather than that of the pinned release' },
    context: { type: 'string', value: 'HOST', help: 'As this host of the flake above the file has it' },
    shellcheck: { type: 'boolean', help: 'Run ShellCheck on generated scripts too' },
    fix: { type: 'boolean', help: 'Apply the fixes that are sure, then check again' },
  },
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('check needs a file or a folder.');
    const format = choice('format', args.value('format'), FORMATS, 'pretty');
    const threshold = choice('severity', args.value('severity'), SEVERITIES, 'warning');
    const maxWarnings = wholeNumber('max-warnings', args.value('max-warnings'));
    const options = {
      ...sessionOptions(io, await loadNodeParser(), {
        systemd: args.value('systemd'),
        context: args.value('context'),
      }),
      keepPieces: args.flag('shellcheck'),
      ignoredIn: (uri: string) => projectIgnores(io.host.files, uri, refuse),
    };
    const files = walk(io.host.files, io.cwd, args.positionals);
    const check = async (): Promise<readonly Located[]> => {
      const opened = session(options);
      const saved = linesOfFiles(io.host.files);
      const all: Located[] = [];
      for (const file of files) {
        const snapshot = opened.snapshot(readSource(io, options.parser, file));
        knownHost(snapshot.analysis());
        const shell = args.flag('shellcheck') ? await checkScripts(io.host, snapshot) : [];
        const linesOf: LinesOf = (uri) => (uri === snapshot.uri ? snapshot.lines : saved(uri));
        all.push(...[...snapshot.findings(), ...shell].map((finding) => locate(io, finding, linesOf)));
      }
      return unique(all);
    };
    const first = await check();
    const found = args.flag('fix') && applyFixes(io, first) ? await check() : first;
    io.out(print(format, found, io.colour));
    return fails(found, threshold, maxWarnings) ? 1 : 0;
  },
};

function refuse(path: string, message: string): never {
  throw new UsageError(`${path}: ${message}.`);
}

/** A file that several others import is reported once. */
function unique(all: readonly Located[]): readonly Located[] {
  const key = ({ file, finding }: Located): string =>
    JSON.stringify([file, finding.origin.start, finding.origin.end, finding.code, finding.message]);
  return [...new Map(all.map((found) => [key(found), found])).values()];
}

function print(format: Format, found: readonly Located[], colour: boolean): string {
  switch (format) {
    case 'pretty':
      return pretty(found, colour);
    case 'json':
      return json(found);
    case 'sarif':
      return sarif(found, RULES, version);
    case 'github':
      return github(found);
  }
}

function fails(found: readonly Located[], threshold: Finding['severity'], maxWarnings: number | undefined): boolean {
  const warnings = found.filter(({ finding }) => finding.severity === 'warning').length;
  const bad = found.filter(({ finding }) => atLeast(finding.severity, threshold));
  if (maxWarnings === undefined) return bad.length > 0;
  return warnings > maxWarnings || bad.some(({ finding }) => finding.severity !== 'warning');
}
