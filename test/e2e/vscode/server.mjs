// Installs, starts and stops a real VS Code that serves its workbench at a loopback address.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const folder = import.meta.dirname;
const serverMain = path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');
const installed = path.join(folder, 'node_modules/code-server/lib/vscode/node_modules');

/** Settings of a quiet VS Code: nothing is fetched, suggested, or saved without being asked for. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'extensions.webWorker': false,
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'chat.commandCenter.enabled': false,
  'chat.agent.enabled': false,
};

/** Whether `install` has been run. */
export function isInstalled() {
  return existsSync(installed) && existsSync(serverMain);
}

/** Installs VS Code's server into this folder from the package registry. */
export function install() {
  execFileSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  execFileSync(process.execPath, ['setup.mjs'], { cwd: folder, stdio: 'inherit' });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

/** @param {Record<string, string>} env */
function environment(env) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('VSCODE_') && name !== 'NODE_OPTIONS',
  );
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env };
}

/**
 * Starts VS Code with an extension on a free loopback port. With `trust` a workspace is asked for trust as usual, else
 * every workspace is trusted.
 * @param {{ vsix: string, settings?: Record<string, unknown>, env?: Record<string, string>, trust?: boolean }} options
 */
export async function startVSCode({ vsix, settings = {}, env = {}, trust = false }) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'nix-services-vscode-'));
  mkdirSync(path.join(data, 'data/User'), { recursive: true });
  writeFileSync(path.join(data, 'data/User/settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
  const run = [serverMain, '--accept-server-license-terms', '--server-data-dir', data];
  const options = { env: environment(env) };
  execFileSync(process.execPath, [...run, '--install-extension', vsix, '--force'], { ...options, stdio: 'pipe' });

  const port = await freePort();
  const flags = [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off'],
    ...['--disable-getting-started-override', '--enable-smoke-test-driver'],
    ...(trust ? [] : ['--disable-workspace-trust']),
  ];
  const server = spawn(process.execPath, [...run, ...flags], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await started(server);

  return {
    data,
    port,
    stop: async () => {
      server.kill('SIGTERM');
      const kill = setTimeout(() => server.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(kill);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * The workbench's address for a folder, with a file of it open.
 * @param {number} port @param {string} workspace @param {string} [file]
 */
export function workbenchAddress(port, workspace, file) {
  const open = `vscode-remote://127.0.0.1:${port}${path.join(workspace, file ?? '')}`;
  const payload = file === undefined ? '' : `&payload=${encodeURIComponent(JSON.stringify([['openFile', open]]))}`;
  return `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}${payload}`;
}

/**
 * Waits until the server listens.
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} server
 * @returns {Promise<void>}
 */
function started(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    /** @param {Buffer} piece */
    const read = (piece) => {
      output += piece.toString();
      if (output.includes('Extension host agent started')) resolve();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', (code) => reject(new Error(`VS Code's server ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`VS Code's server did not start in 30 s:\n${output}`)), 30_000).unref();
  });
}
