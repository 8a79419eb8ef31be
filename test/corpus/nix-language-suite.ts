import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeHost } from '../../server/src/cli/host-node';
import { BudgetSignal } from '../../server/src/nix/errors';
import { COMMAND_LIMITS, createRuntime, evaluateFile } from '../../server/src/nix/evaluator';
import { printValue } from '../../server/src/nix/print';
import type { Runtime } from '../../server/src/nix/runtime';
import { notFound } from '../../server/src/nix/search-path';
import { path as pathValue } from '../../server/src/nix/value';
import { toXml } from '../../server/src/nix/xml';
import { loadParser, type NixParser } from '../../server/src/syntax/parser';
import { type Outcome, outcomeOf } from '../support/evaluation';

/**
 * Runs the language suite of Nix itself: `node scripts/run-ts.mjs test/corpus/nix-language-suite.ts CHECKOUT`, where CHECKOUT is a work
 * tree of Nix or the git directory of one. Prints each case that differs; fails when one does that is not listed below.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {};

const ROOT = join(import.meta.dirname, '../..');

/** The suite's folder: that of a work tree, or unpacked from a git directory into a temporary one. */
function suiteFolder(checkout: string): { folder: string; done: () => void } {
  const inTree = join(checkout, 'tests/functional/lang');
  if (existsSync(inTree)) return { folder: inTree, done: () => undefined };
  const target = mkdtempSync(join(tmpdir(), 'nix-suite-'));
  const archive = spawnSync('git', ['--git-dir', checkout, 'archive', 'HEAD', 'tests/functional/lang'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const unpacked = spawnSync('tar', ['-x', '-C', target], { input: archive.stdout });
  if (archive.status !== 0 || unpacked.status !== 0) throw new Error(`no language suite in ${checkout}`);
  return {
    folder: join(target, 'tests/functional/lang'),
    done: () => rmSync(target, { recursive: true, force: true }),
  };
}

const { files } = nodeHost({ trusted: false });

/** The folders that the suite has on its search path. */
function findFile(folder: string): (rt: Runtime, name: string) => ReturnType<typeof pathValue> {
  return (_rt, name) => {
    const found = ['dir3', 'dir4'].map((dir) => join(folder, dir, name)).find((file) => existsSync(file));
    if (found === undefined) throw notFound(name);
    return pathValue(found);
  };
}

function evaluate(parser: NixParser, folder: string, file: string, asXml: boolean): Outcome {
  return outcomeOf(() => {
    const rt = createRuntime({
      files,
      parse: parser.parse,
      limits: COMMAND_LIMITS,
      home: '/fake-home',
      getEnv: (name) => (name === 'TEST_VAR' ? 'foo' : undefined),
      findFile: findFile(folder),
    });
    try {
      const value = evaluateFile(rt, file);
      return asXml ? toXml(rt, value).text : `${printValue(value)}\n`;
    } catch (signal) {
      if (signal instanceof BudgetSignal) return `stopped: ${signal.resource}`;
      throw signal;
    }
  });
}

/** What is wrong with a case; undefined when nothing is. */
function problemOf(parser: NixParser, folder: string, name: string): string | undefined {
  const file = join(folder, `${name}.nix`);
  if (name.startsWith('parse-')) {
    const { errors } = parser.parse(files.readText(file) ?? '');
    const fails =
      errors.length > 0 || (name.startsWith('parse-fail') && evaluate(parser, folder, file, false).kind === 'error');
    if (name.startsWith('parse-fail')) return fails ? undefined : 'parses';
    return errors.length === 0 ? undefined : `does not parse: ${errors[0]?.message}`;
  }
  const xml = existsSync(join(folder, `${name}.exp.xml`));
  const outcome = evaluate(parser, folder, file, xml);
  if (name.startsWith('eval-fail')) {
    return outcome.kind === 'error' || outcome.text.startsWith('stopped') ? undefined : `gives ${outcome.text}`;
  }
  const expected = readFileSync(join(folder, `${name}.exp${xml ? '.xml' : ''}`), 'utf8');
  if (outcome.kind === 'error') return `fails: ${outcome.error.message}`;
  const text = outcome.text.replaceAll(folder, '/pwd/lang');
  return text === expected ? undefined : `differs:\n  here ${text.slice(0, 2000)}  Nix  ${expected.slice(0, 2000)}`;
}

function isCase(folder: string, name: string): boolean {
  if (!/^(eval|parse)-(okay|fail)-/.test(name) || existsSync(join(folder, `${name}.flags`))) return false;
  const expected = ['exp', 'exp.xml'].some((ending) => existsSync(join(folder, `${name}.${ending}`)));
  return !name.startsWith('eval-okay') || expected;
}

async function main(checkout: string | undefined): Promise<number> {
  if (checkout === undefined) {
    console.error('give the path of a checkout of Nix');
    return 2;
  }
  const bytes = (file: string) => new Uint8Array(readFileSync(join(ROOT, file)));
  const parser = await loadParser({
    runtime: bytes('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    grammar: bytes('server/data/tree-sitter-nix.wasm'),
  });
  const { folder, done } = suiteFolder(checkout);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.nix'))
    .map((file) => file.slice(0, -'.nix'.length))
    .filter((name) => isCase(folder, name));
  let wrong = 0;
  for (const name of names) {
    const problem = problemOf(parser, folder, name);
    const reason = LEFT_OUT[name];
    if (problem !== undefined && reason === undefined) {
      wrong++;
      console.log(`${name}: ${problem}`);
    } else if (reason !== undefined) {
      console.log(`${name}: left out, ${reason}${problem === undefined ? ' (but it passes)' : ''}`);
    }
  }
  done();
  console.log(`${names.length} cases, ${Object.keys(LEFT_OUT).length} left out, ${wrong} wrong`);
  return wrong === 0 ? 0 : 1;
}

main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
