// Previews and checks the example in the terminal, as a first look at what the command does.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const example = 'examples/configuration.nix';

for (const args of [
  ['preview', example],
  ['security', example],
  ['check', example],
]) {
  console.log(`\n$ nix-services ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: root, stdio: 'inherit' });
  // 1 says that there are findings, and the example has some.
  if (status !== 0 && status !== 1) process.exit(status ?? 2);
}
