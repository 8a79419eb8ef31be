import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { fetchHashAtCursor, hashMiddleware } from './hash';
import { createPreviews, type RequestPreview } from './preview/content';
import { createReveal } from './preview/reveal';
import { showPreview } from './preview/show';
import { previewChanged, previewRequest } from './protocol';
import { createServer } from './server';
import { createStatus } from './status';

const SELECTOR = ['nix', 'systemd-unit'].flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Nix Services', { log: true });
  const status = createStatus(SELECTOR);
  const files = workspace.createFileSystemWatcher('**/{*.nix,flake.lock}');
  let client: LanguageClient | undefined;

  const requestPreview: RequestPreview = async (params, token) =>
    client?.isRunning() === true
      ? status.during(client.sendRequest(previewRequest, params, token))
      : { text: '# Nix Services is not running.\n', language: 'systemd-unit', lines: [] };
  const previews = createPreviews(requestPreview);

  const start = async (): Promise<void> => {
    if (!workspace.getConfiguration('nixServices').get<boolean>('enable', true)) {
      status.set('off');
      return;
    }
    const started = createServer({
      context,
      selector: SELECTOR,
      files,
      output,
      middleware: hashMiddleware(() => client),
      onState: status.set,
    });
    started.onNotification(previewChanged, ({ uri }) => previews.refresh(Uri.parse(uri)));
    client = started;
    // A failed start is in the log and in the status.
    await started.start().then(
      () => previews.refresh(),
      () => status.set('stopped'),
    );
  };
  stop = async () => {
    const running = client;
    client = undefined;
    await running?.dispose();
  };
  const restart = async (): Promise<void> => {
    await stop?.();
    await start();
  };

  context.subscriptions.push(
    output,
    status,
    files,
    previews,
    createReveal(previews),
    commands.registerCommand('nixServices.preview', showPreview),
    commands.registerCommand('nixServices.restart', restart),
    commands.registerCommand('nixServices.showOutput', () => output.show()),
    commands.registerCommand('nixServices.fetchHash', () =>
      client === undefined ? undefined : status.during(fetchHashAtCursor(client)),
    ),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('nixServices.enable')) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
