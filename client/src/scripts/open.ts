import { Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { PREVIEW_SCHEME, previewAddress } from '../preview/address';
import { showBeside } from '../preview/show';
import { runningClient } from '../running';
import { type ScriptItem, scriptsRequest } from './protocol';

/** The document whose units are meant, with its cursor; a preview stands for its source, and for its unit. */
interface Asked {
  readonly source: Uri;
  readonly unit: string | undefined;
  readonly position: { readonly line: number; readonly character: number } | undefined;
}

function active(): Asked | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { uri } = editor.document;
  if (uri.scheme !== PREVIEW_SCHEME) return { source: uri, unit: undefined, position: editor.selection.active };
  const { source, unit } = previewAddress(uri);
  return { source, unit, position: undefined };
}

/** Opens a generated file: the one that is named, the one that is written at the cursor, or one that is picked. */
export async function openScript(
  client: LanguageClient | undefined,
  uri: unknown,
  unit: unknown,
  script: unknown,
): Promise<void> {
  if (typeof uri === 'string' && typeof unit === 'string' && typeof script === 'string') {
    await showBeside({ view: 'script', source: Uri.parse(uri), unit, script });
    return;
  }
  const asked = active();
  const running = runningClient(client);
  if (asked === undefined || running === undefined) return;
  const { source, position } = asked;
  const params = { uri: source.toString(), ...(position === undefined ? {} : { position }) };
  const all = (await running.sendRequest(scriptsRequest, params)) ?? [];
  const item = await pick(all.filter((each) => asked.unit === undefined || each.unit === asked.unit));
  if (item !== undefined) await showBeside({ view: 'script', source, unit: item.unit, script: item.script });
}

/** The innermost text at the cursor, the only script, or the one that the user picks. */
async function pick(items: readonly ScriptItem[]): Promise<ScriptItem | undefined> {
  const [first, ...others] = items;
  if (first === undefined) void window.showInformationMessage('The units of this file have no scripts.');
  if (first === undefined || first.here || others.length === 0) return first;
  const picked = await window.showQuickPick(
    items.map((item) => ({ label: item.script, description: item.unit, item })),
    { title: 'Open which script?' },
  );
  return picked?.item;
}
