import {
  type Diagnostic,
  Disposable,
  languages,
  Range,
  type TerminalLink,
  type TerminalLinkProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { RunPinCommand } from './commands';
import { type MismatchedPin, mismatchRequest } from './protocol';

/** What the problem matcher says its problems are from. */
const SOURCE = 'nix-hash-mismatch';
const GOT = /\bgot:\s+(\S+)/;

/** Files that are looked through for a source, beside the open ones. */
const MAX_FILES = 2000;

interface HashLink extends TerminalLink {
  readonly line: string;
}

/** Asks the server for the sources that lines of a build log may be about. */
async function sourcesOf(client: LanguageClient | undefined, log: string): Promise<readonly MismatchedPin[]> {
  if (client?.isRunning() !== true) return [];
  const files = await workspace.findFiles('**/*.nix', undefined, MAX_FILES);
  // A server that stops meanwhile knows of none.
  const found = await client.sendRequest(mismatchRequest, { log, uris: files.map(String) }).catch(() => null);
  return found ?? [];
}

/** A problem of the matcher as the lines that it was made of; its place is the derivation, or the address of a download. */
function logOf(place: Uri, { message }: Diagnostic): string {
  const head = place.path.endsWith('.drv')
    ? `fixed-output derivation '${place.path}'`
    : `file downloaded from 'https:/${place.path}'`;
  return `hash mismatch in ${head}:\n${message}`;
}

/**
 * Leads from the mismatches that a build prints to the sources in the workspace: those that a task's problem matcher found go to the server,
 * which shows them where the hash is written; and the hash behind `got:` in a terminal is a link.
 */
export function followBuildLogs(client: () => LanguageClient | undefined, run: RunPinCommand): Disposable {
  const known = new Map<string, string>();
  const follow = async (place: Uri): Promise<void> => {
    const logs = languages
      .getDiagnostics(place)
      .filter(({ source }) => source === SOURCE)
      .map((problem) => logOf(place, problem));
    const key = place.toString();
    const text = logs.join('\n');
    if (text === (known.get(key) ?? '')) return;
    known.set(key, text);
    for (const log of logs) await sourcesOf(client(), log);
  };
  const links: TerminalLinkProvider<HashLink> = {
    provideTerminalLinks: ({ line }) => {
      const [whole, hash = ''] = GOT.exec(line) ?? [];
      if (whole === undefined) return [];
      const startIndex = line.indexOf(hash, line.indexOf(whole));
      return [{ startIndex, length: hash.length, tooltip: 'Write this hash to a source', line }];
    },
    handleTerminalLink: async ({ line }) => pick(await sourcesOf(client(), line), run),
  };
  return Disposable.from(
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) void follow(uri);
    }),
    window.registerTerminalLinkProvider(links),
  );
}

/** One line of a terminal does not say which source it is about, so the user does. */
async function pick(pins: readonly MismatchedPin[], run: RunPinCommand): Promise<void> {
  if (pins.length === 0) {
    void window.showInformationMessage('No Nix file of this workspace has a source with another hash.');
    return;
  }
  const items = pins.map((pin) => ({ label: pin.label, pin }));
  const picked = await window.showQuickPick(items, { title: 'Write the hash to which source?' });
  if (picked === undefined) return;
  const { uri, position, hash } = picked.pin;
  const { line, character } = position;
  await window.showTextDocument(Uri.parse(uri), { selection: new Range(line, character, line, character) });
  await run('nixServices.hash.write', { uri, position, hash });
}
