import { commands, Disposable, env, type TextEditor, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { runningClient } from '../running';
import type { PinArgument } from './protocol';
import { runPinCommand } from './run';

export type RunPinCommand = (command: string, argument: PinArgument) => Promise<void>;

/** Runs a command on sources with the client of now. */
export function pinRunner(
  client: () => LanguageClient | undefined,
  during: (task: Promise<void>) => Promise<void>,
): RunPinCommand {
  return async (command, argument) => {
    const running = runningClient(client());
    if (running !== undefined) await during(runPinCommand(running, command, [argument]));
  };
}

/** The commands of the palette on the sources of the active editor. */
export function registerPinCommands(run: RunPinCommand): Disposable {
  const inEditor = (command: string, argument: (editor: TextEditor) => Partial<PinArgument>) => async () => {
    const editor = window.activeTextEditor;
    if (editor !== undefined) await run(command, { uri: editor.document.uri.toString(), ...argument(editor) });
  };
  const whole = (): Partial<PinArgument> => ({});
  const atCursor = ({ selection }: TextEditor): Partial<PinArgument> => ({ position: selection.active });
  return Disposable.from(
    commands.registerCommand('nixServices.fetchHash', inEditor('nixServices.hash.fix', atCursor)),
    commands.registerCommand('nixServices.fetchAllHashes', inEditor('nixServices.hash.fixAll', whole)),
    commands.registerCommand('nixServices.upgradeSource', inEditor('nixServices.pin.upgrade', atCursor)),
    commands.registerCommand('nixServices.checkHashes', inEditor('nixServices.pins.check', whole)),
    commands.registerCommand('nixServices.pinUrl', () => pinUrl(run)),
  );
}

/** Pins the address that is selected or stands at the cursor, else the one in the clipboard. */
async function pinUrl(run: RunPinCommand): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const { document, selection } = editor;
  const { start, end } = selection;
  const mayRead = selection.isEmpty && workspace.isTrusted;
  const clipboard = mayRead ? { clipboard: await env.clipboard.readText() } : {};
  await run('nixServices.pin.address', { uri: document.uri.toString(), range: { start, end }, ...clipboard });
}
