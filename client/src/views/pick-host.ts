import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { runningClient } from '../running';
import { type HostOfFile, hostsRequest, viewRequest } from './protocol';
import { sourceUri } from './source';
import type { ChoiceStore } from './store';

interface Item extends QuickPickItem {
  readonly host?: HostOfFile;
  readonly alone?: true;
}

function separator(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

function group(label: string, hosts: readonly HostOfFile[], current: string | undefined): readonly Item[] {
  if (hosts.length === 0) return [];
  const items = hosts.map(
    (host): Item => ({ label: host.name, host, ...(host.name === current ? { description: 'now' } : {}) }),
  );
  return [separator(label), ...items];
}

/** Asks which host the document, and all below its flake, is to be looked at in. */
export async function pickHost(client: LanguageClient | undefined, store: ChoiceStore, given: unknown): Promise<void> {
  const uri = sourceUri(given)?.toString();
  const running = runningClient(client);
  if (running === undefined || uri === undefined) return;
  const [found, view] = await Promise.all([
    running.sendRequest(hostsRequest, { uri }),
    running.sendRequest(viewRequest, { uri }),
  ]);
  const { folder, hosts = [] } = found ?? {};
  if (folder === undefined || hosts.length === 0) {
    await window.showInformationMessage('No flake.nix or hive.nix at or above this file has a host.');
    return;
  }
  const importing = hosts.filter(({ imports }) => imports === true);
  const others = hosts.filter(({ imports }) => imports !== true);
  const alone: Item = {
    label: 'No host',
    alone: true,
    ...(view?.host === undefined ? { description: 'now' } : {}),
    detail: 'Each file with what it imports, as if its modules were enabled',
  };
  const picked = await window.showQuickPick(
    [alone, ...group('import this file', importing, view?.host), ...group('other hosts', others, view?.host)],
    { placeHolder: 'Host to preview and check files in', matchOnDescription: true },
  );
  if (picked?.alone === true) await store.chooseHost(folder, undefined);
  if (picked?.host === undefined) return;
  const { name, imports } = picked.host;
  await store.chooseHost(folder, name);
  if (imports === false) await store.changeFile(uri, (before) => ({ ...before, context: name }));
}
