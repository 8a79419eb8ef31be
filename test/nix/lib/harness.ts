import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { EntryType, FileSystem } from '../../../server/src/base/host';
import { COMMAND_LIMITS, createRuntime } from '../../../server/src/nix/evaluator';
import { createLib } from '../../../server/src/nix/lib/create-lib';
import { attrNames } from '../../../server/src/nix/order';
import { createPkgs } from '../../../server/src/nix/pkgs/create-pkgs';
import type { Runtime } from '../../../server/src/nix/runtime';
import type { Lazy } from '../../../server/src/nix/value';
import { testParser } from '../../support/parser';

const parser = await testParser();

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const files: FileSystem = {
  readText: (path) => attempt(() => readFileSync(path, 'utf8')),
  readBytes: (path) => attempt(() => new Uint8Array(readFileSync(path))),
  readDir: (path) =>
    attempt(
      () =>
        new Map<string, EntryType>(
          readdirSync(path, { withFileTypes: true }).map((entry) => [
            entry.name,
            entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : 'regular',
          ]),
        ),
    ),
  stat: (path) => attempt((): EntryType => (statSync(path).isDirectory() ? 'directory' : 'regular')),
};

/** A run that knows `lib` (its members are in scope as well) and `pkgs`. */
export function run(text: string, limits = { ...COMMAND_LIMITS, steps: 2_000_000, depth: 1500 }): Lazy {
  const rt: Runtime = createRuntime({ files, parse: parser.parse, limits });
  const lib = createLib(rt);
  const pkgs = createPkgs(rt, { lib });
  const members = attrNames(lib).map((name): [string, Lazy] => [name, lib.entries.get(name)?.value ?? null]);
  const scope = new Map<string, Lazy>([...members, ['lib', lib], ['pkgs', pkgs]]);
  return rt.evaluate(text, { uri: 'test:case', folder: '/', scope });
}
