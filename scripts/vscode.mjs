// Opens a real VS Code with the extension and examples/ at a loopback address, until it is interrupted.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { install, isInstalled, startVSCode, workbenchAddress } from '../test/e2e/vscode/server.mjs';

const root = path.join(import.meta.dirname, '..');
if (!isInstalled()) {
  console.log('Installing VS Code into test/e2e/vscode; this is done once.');
  install();
}
execFileSync('npm', ['run', '--silent', 'package'], { cwd: root, stdio: 'inherit' });
const vscode = await startVSCode({ vsix: path.join(root, 'nix-services.vsix') });
console.log(
  `\nVS Code: ${workbenchAddress(vscode.port, path.join(root, 'examples'), 'configuration.nix')}\nEnd it with Ctrl+C.`,
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, vscode.stop);
