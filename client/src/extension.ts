import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import { compare } from './compare/command';
import { createOtherTexts } from './compare/other-texts';
import { followBuildLogs } from './pins/build-log';
import { pinRunner, registerPinCommands } from './pins/commands';
import { pinMiddleware } from './pins/run';
import { askFor, nothing } from './preview/ask';
import { createPreviews, type RequestPreview } from './preview/content';
import { createReveal } from './preview/reveal';
import { showUnits } from './preview/show';
import { previewChanged } from './protocol';
import { createReview } from './review/review';
import { linkScripts } from './scripts/links';
import { openScript } from './scripts/open';
import { createServer } from './server';
import { createStatus } from './status';
import { createViews } from './views/register';

const SELECTOR = ['nix', 'systemd-unit'].flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);

/** A change of these needs another process. */
const SETTINGS_OF_THE_PROCESS = ['nixServices.enable', 'nixServices.programPath'];

const NOT_RUNNING = { text: '# Nix Services is not running.\n', language: 'systemd-unit', lines: [] };

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Nix Services', { log: true });
  const status = createStatus(SELECTOR);

  const views = createViews(context.workspaceState, SELECTOR, () => server.client());

  const server = createServer({
    context,
    choices: views.choices,
    selector: SELECTOR,
    output,
    middleware: pinMiddleware(() => server.client()),
    onClient: (client) => {
      client.onNotification(previewChanged, ({ uri }) => {
        const source = Uri.parse(uri);
        previews.refresh(source);
        views.refresh(source);
      });
    },
    onState: (state) => {
      status.set(state);
      if (state === 'ready' || state === 'stopped') previews.refresh();
    },
  });
  const requestPreview: RequestPreview = async (address, token) => {
    const client = server.client();
    if (client?.isRunning() !== true) return NOT_RUNNING;
    return (await status.during(askFor(client, address, token))) ?? nothing(address);
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
  const otherTexts = createOtherTexts();
  const runPin = pinRunner(server.client, status.during);
  stop = server.stop;

  context.subscriptions.push(
    output,
    status,
    views,
    previews,
    createReveal(previews),
    createReview(),
    commands.registerCommand('nixServices.preview', (uri, unit) => showUnits('units', uri, unit)),
    commands.registerCommand('nixServices.assessment', (uri, unit) => showUnits('assessment', uri, unit)),
    otherTexts,
    linkScripts(previews),
    commands.registerCommand('nixServices.openScript', (uri, unit, script) =>
      openScript(server.client(), uri, unit, script),
    ),
    commands.registerCommand('nixServices.compareNix', (uri, unit) =>
      compare(server.client(), otherTexts, 'nix', uri, unit),
    ),
    commands.registerCommand('nixServices.compareDeployed', (uri, unit) =>
      compare(server.client(), otherTexts, 'deployed', uri, unit),
    ),
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
