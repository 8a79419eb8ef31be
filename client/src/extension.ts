import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import { followBuildLogs } from './pins/build-log';
import { pinRunner, registerPinCommands } from './pins/commands';
import { pinMiddleware } from './pins/run';
import { createPreviews, type RequestPreview } from './preview/content';
import { createReveal } from './preview/reveal';
import { showBeside } from './preview/show';
import { assessmentRequest, previewChanged, previewRequest } from './protocol';
import { createServer } from './server';
import { createStatus } from './status';

const SELECTOR = ['nix', 'systemd-unit'].flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);

/** A change of these needs another process. */
const SETTINGS_OF_THE_PROCESS = ['nixServices.enable', 'nixServices.programPath'];

const NOT_RUNNING = { text: '# Nix Services is not running.\n', language: 'systemd-unit', lines: [] };
const NO_UNITS = { text: '# This file has no units.\n', language: 'systemd-unit', lines: [] };

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Nix Services', { log: true });
  const files = workspace.createFileSystemWatcher('**/{*.nix,flake.lock}');
  const status = createStatus(SELECTOR);

  const server = createServer({
    context,
    selector: SELECTOR,
    files,
    output,
    middleware: pinMiddleware(() => server.client()),
    onClient: (client) => {
      client.onNotification(previewChanged, ({ uri }) => previews.refresh(Uri.parse(uri)));
    },
    onState: (state) => {
      status.set(state);
      if (state === 'ready' || state === 'stopped') previews.refresh();
    },
  });
  const requestPreview: RequestPreview = async ({ view, source, unit }, token) => {
    const client = server.client();
    if (client?.isRunning() !== true) return NOT_RUNNING;
    const asked = view === 'assessment' ? assessmentRequest : previewRequest;
    const params = { uri: source.toString(), ...(unit === undefined ? {} : { unit }) };
    return (await status.during(client.sendRequest(asked, params, token))) ?? NO_UNITS;
  };
  const previews = createPreviews(requestPreview);

  const start = async (): Promise<void> => {
    const enabled = workspace.getConfiguration('nixServices').get('enable', true);
    if (enabled) await server.start();
    else status.set('off');
  };
  const restart = async (): Promise<void> => {
    await server.stop();
    await start();
  };
  const runPin = pinRunner(server.client, status.during);
  stop = server.stop;

  context.subscriptions.push(
    output,
    files,
    status,
    previews,
    createReveal(previews),
    commands.registerCommand('nixServices.preview', (uri, unit) => showBeside('units', uri, unit)),
    commands.registerCommand('nixServices.assessment', (uri, unit) => showBeside('assessment', uri, unit)),
    commands.registerCommand('nixServices.restart', restart),
    commands.registerCommand('nixServices.showOutput', () => output.show()),
    registerPinCommands(runPin),
    followBuildLogs(server.client, runPin),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => {
      if (SETTINGS_OF_THE_PROCESS.some((name) => event.affectsConfiguration(name))) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
