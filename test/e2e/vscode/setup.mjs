// Makes the VS Code server inside the code-server package runnable, after `npm ci` in this folder. No package's own
// install script runs here (.npmrc); the native modules that matter are compiled from their sources.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const modules = path.join(import.meta.dirname, 'node_modules');
const vscode = path.join(modules, 'code-server/lib/vscode');

// VS Code looks for its dependencies below lib/vscode, and its page fetches some of them from there by URL; this
// folder's lock file has them all.
rmSync(path.join(vscode, 'node_modules'), { recursive: true, force: true });
symlinkSync('../../..', path.join(vscode, 'node_modules'));

// Node's own headers lie beside the program in most packages of Node; without them node-gyp downloads them.
const beside = path.resolve(process.execPath, '../..');
const headers = existsSync(path.join(beside, 'include/node/node.h')) ? ['--nodedir', beside] : [];
for (const { name, output, lack } of [
  { name: '@vscode/spdlog', output: 'build/Release/spdlog.node', lack: 'the output panel stays empty' },
  { name: 'native-watchdog', output: 'build/Release/watchdog.node', lack: 'VS Code may outlive what started it' },
  { name: 'node-pty', output: 'build/Release/pty.node', lack: 'no terminal and no task runs' },
]) {
  const folder = path.join(modules, name);
  if (existsSync(path.join(folder, output))) continue;
  const gyp = [path.join(modules, 'node-gyp/bin/node-gyp.js'), 'rebuild', '-j', '2', ...headers];
  const { status, stderr } = spawnSync(process.execPath, gyp, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) {
    console.warn(stderr);
    console.warn(`${name} did not build, so ${lack}; it needs python3, make, g++ and Node's headers.`);
  }
}

const version = spawnSync(process.execPath, [path.join(vscode, 'out/server-main.js'), '--version'], {
  encoding: 'utf8',
});
if (version.status !== 0) {
  console.error(`VS Code's server does not start:\n${version.stderr}`);
  process.exit(1);
}
console.log(`VS Code ${version.stdout.split('\n')[0]} is ready`);
