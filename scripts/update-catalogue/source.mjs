import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDirectiveTable } from './directive-table.mjs';
import { readManual } from './manual.mjs';
import { readStringTables } from './string-tables.mjs';
import { readSyscallGroups } from './syscall-groups.mjs';
import { readWeights } from './weights.mjs';

/** Everything that the data takes from a tree of systemd's sources. */
export function readSource(folder) {
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  const cFiles = ['src/basic', 'src/shared', 'src/core'].flatMap((path) =>
    readdirSync(join(folder, path))
      .filter((name) => name.endsWith('.c'))
      .map((name) => read(`${path}/${name}`)),
  );
  return {
    version: readVersion(folder, read),
    directives: readDirectiveTable(read('src/core/load-fragment-gperf.gperf.in')),
    words: readStringTables(cFiles),
    manual: readManual(folder),
    groups: readSyscallGroups(read('src/shared/seccomp-util.c')),
    weights: readWeights(read('src/analyze/analyze-security.c')),
  };
}

function readVersion(folder, read) {
  const text = existsSync(join(folder, 'meson.version'))
    ? read('meson.version')
    : (/^\s*version : '(\d+)/m.exec(read('meson.build'))?.[1] ?? '');
  const version = Number.parseInt(text, 10);
  if (Number.isNaN(version)) throw new Error(`${folder} does not say which systemd it is`);
  return version;
}
