import { readFileSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { lineMap, positionAt } from '../../server/src/base/span';
import { filePath, fileUri } from '../../server/src/base/uri';
import { nodeHost } from '../../server/src/cli/host-node';
import { walk } from '../../server/src/cli/walk';
import { type Session, session } from '../../server/src/features/session';
import { type Finding, SEVERITIES, type Severity } from '../../server/src/rules/finding';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';

/**
 * Prints what `nix-services check` finds in public configurations, to be judged one by one: `node scripts/run-ts.mjs
 * test/corpus/findings.ts DIR… [--from SEVERITY]`. A finding is printed with its line of source; then the files that took long, those that
 * write units of which none was seen, and the number of findings by rule and severity. Fails where a file could not be checked.
 */
const BUDGET_MS = 20_000;
const DEPTH = 5_000;
const SLOW_MS = 2_000;

/** Text that as a rule writes a unit, and so leads to one. */
const WRITES_UNITS = /\b(?:serviceConfig|timerConfig|systemd\.(?:user\.)?(?:services|timers|sockets|paths|targets)\.)/;

interface Checked {
  readonly file: string;
  readonly milliseconds: number;
  readonly units: number;
  /** That it writes units, and none was seen. */
  readonly silent: boolean;
  readonly findings: readonly Finding[];
  readonly crash: string | undefined;
}

/** Prints at once; `console.log` of a thread waits until that is idle. */
function print(line: string): void {
  writeSync(1, `${line}\n`);
}

function check(editor: Session, parser: NixParser, file: string): Checked {
  const started = performance.now();
  const text = readFileSync(file, 'utf8');
  try {
    const snapshot = editor.snapshot({ uri: fileUri(file), text, tree: parser.parse(text) });
    const findings = snapshot.findings();
    const { units, slots, possible } = snapshot.analysis();
    const further = possible?.();
    const seen = [units, slots, further?.units ?? [], further?.slots ?? []].some((all) => all.length > 0);
    const silent = !seen && WRITES_UNITS.test(text.replace(/^\s*#.*$/gm, ''));
    return { file, milliseconds: performance.now() - started, units: units.length, silent, findings, crash: undefined };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { file, milliseconds: performance.now() - started, units: 0, silent: false, findings: [], crash };
  }
}

/** `file:line:column: severity [code] unit: message`, and the line of source below it. */
function described({ origin, severity, code, unit, message }: Finding): string {
  const file = filePath(origin.uri) ?? origin.uri;
  const text = readFileSync(file, 'utf8');
  const { line, character } = positionAt(lineMap(text), origin.start);
  const source = (text.split('\n')[line] ?? '').trim();
  const about = unit === undefined ? '' : ` ${unit}`;
  return `${file}:${line + 1}:${character + 1}: ${severity} [${code}]${about}: ${message}\n    ${source}`;
}

function counted(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { severity, code } of findings) {
    const key = `${severity.padEnd(8)}${code}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rank = (line: string): number => SEVERITIES.findIndex((severity) => line.startsWith(severity));
  return [...counts]
    .sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m)
    .map(([key, number]) => `${String(number).padStart(6)} ${key}`);
}

function threshold(given: string | undefined): Severity {
  return SEVERITIES.find((severity) => severity === given) ?? 'hint';
}

async function main(args: readonly string[]): Promise<number> {
  const option = args.indexOf('--from');
  const worst = threshold(args[option + 1]);
  const folders = option === -1 ? args : args.toSpliced(option, 2);
  if (folders.length === 0) {
    console.error('give the folders of configurations to look at');
    return 2;
  }
  const parser = await testParser();
  const { files, now } = nodeHost({ trusted: false });
  const options = { parser, files, now, systemdVersion: undefined, assumeEnabled: true };
  const seen = new Map<string, Finding>();
  const checked: Checked[] = [];
  for (const folder of folders) {
    const editor = session({ ...options, budgetMs: BUDGET_MS, depth: DEPTH });
    for (const file of walk(files, '/', [folder])) {
      const result = check(editor, parser, file);
      checked.push({ ...result, findings: [] });
      for (const finding of result.findings) {
        const { uri, start, end } = finding.origin;
        const identity = JSON.stringify([uri, start, end, finding.code, finding.message]);
        if (!seen.has(identity) && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(worst)) {
          print(described(finding));
        }
        seen.set(identity, finding);
      }
    }
  }
  for (const { file, milliseconds } of checked.filter((each) => each.milliseconds > SLOW_MS)) {
    print(`slow: ${file} took ${(milliseconds / 1000).toFixed(1)} s`);
  }
  for (const { file } of checked.filter(({ silent }) => silent)) print(`silent: ${file}`);
  for (const { file, crash } of checked.filter((each) => each.crash !== undefined)) {
    print(`crash: ${basename(dirname(file))}/${basename(file)}: ${crash}`);
  }
  const units = checked.reduce((sum, each) => sum + each.units, 0);
  const seconds = checked.reduce((sum, each) => sum + each.milliseconds, 0) / 1000;
  print(counted([...seen.values()]).join('\n'));
  print(`${checked.length} files, ${units} units, ${seconds.toFixed(0)} s`);
  return checked.some(({ crash }) => crash !== undefined) ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
