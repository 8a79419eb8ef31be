import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileSystem } from '../../server/src/base/host';
import { moduleGroups } from '../../server/src/modules/lib';
import { COMMAND_LIMITS, createRuntime, evaluateText } from '../../server/src/nix/evaluator';
import { createLib } from '../../server/src/nix/lib/create-lib';
import type { Runtime } from '../../server/src/nix/runtime';
import { delay } from '../../server/src/nix/thunk';
import type { Attrs, Lazy } from '../../server/src/nix/value';
import type { SyntaxTree } from '../../server/src/syntax/node';
import { testParser } from '../support/parser';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const disk: FileSystem = {
  readText: (path) => attempt(() => readFileSync(path, 'utf8')),
  readBytes: (path) => attempt(() => new Uint8Array(readFileSync(path))),
  readDir: (path) =>
    attempt(
      () =>
        new Map(
          readdirSync(path, { withFileTypes: true }).map(
            (e) => [e.name, e.isDirectory() ? 'directory' : 'regular'] as const,
          ),
        ),
    ),
  stat: (path) => attempt(() => (statSync(path).isDirectory() ? 'directory' : 'regular')),
};

export interface TestWorld {
  readonly rt: Runtime;
  readonly lib: Attrs;
  readonly parse: (text: string) => SyntaxTree;
  readonly evaluate: (text: string, path?: string) => Lazy;
}

const parser = await testParser();

/** A runtime with the whole of lib in scope, files from the disk. */
export function testWorld(given: ReadonlyMap<string, boolean> = new Map()): TestWorld {
  const rt = createRuntime({
    files: disk,
    parse: (text) => parser.parse(text),
    limits: { ...COMMAND_LIMITS, depth: 3000 },
    given: () => given,
    findFile: (_rt, name) => (name === 'nixpkgs/lib' ? lib : undefined),
  });
  const self: Lazy = delay(rt, () => lib);
  const lib: Attrs = createLib(rt, moduleGroups(rt, self));
  const evaluate = (text: string, path = '/test/case.nix'): Lazy => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    return evaluateText(rt, text, { uri: `file://${path}`, folder, path, scope: new Map([['lib', lib]]) });
  };
  return { rt, lib, parse: (text) => parser.parse(text), evaluate };
}
