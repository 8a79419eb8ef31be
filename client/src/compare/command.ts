import { commands, Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { PREVIEW_SCHEME, previewAddress, previewUri } from '../preview/address';
import { askWithProgress } from '../progress';
import { runningClient } from '../running';
import type { OtherTexts } from './other-texts';
import { type CompareParams, type CompareResult, compareRequest, type Other, type Question } from './protocol';

const TITLES: Readonly<Record<Other, string>> = { nix: 'Compare with Nix', deployed: 'Compare with the deployed unit' };

const ASKED = { unit: 'Compare which unit?', host: 'Compare with which host?' } as const;

const OPEN_LOGS = 'Open Logs';

/** What the active editor is about: a document at a place, or the unit of a preview. */
function active(): Omit<CompareParams, 'with'> | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { uri } = editor.document;
  if (uri.scheme !== PREVIEW_SCHEME) return { uri: uri.toString(), position: editor.selection.active };
  const address = previewAddress(uri);
  return { uri: address.source.toString(), ...question(address.view === 'plain' ? address : { unit: address.unit }) };
}

/** Opens a diff of a unit as Nix writes it, or as it is deployed, with its preview, which goes on following the source. */
export async function compare(
  client: LanguageClient | undefined,
  texts: OtherTexts,
  other: Other,
  uri: unknown,
  unit: unknown,
): Promise<void> {
  const given = typeof uri === 'string' && typeof unit === 'string' ? { uri, unit } : active();
  const running = runningClient(client);
  if (given !== undefined && running !== undefined) await ask(running, texts, { ...given, with: other });
}

async function ask(client: LanguageClient, texts: OtherTexts, params: CompareParams): Promise<void> {
  const result = await askWithProgress(client, TITLES[params.with], (workDoneToken, token) =>
    client.sendRequest(compareRequest, { ...params, workDoneToken }, token),
  );
  switch (result?.kind) {
    case 'compared':
      await showDiff(texts, params, result);
      break;
    case 'choose': {
      const chosen = await window.showQuickPick([...result.choices], { title: ASKED[result.what] });
      if (chosen !== undefined) await ask(client, texts, { ...params, ...question(chosen) });
      break;
    }
    case 'failed':
      tell(result.message, 'logged' in result && result.logged);
  }
}

/** The fields that are known. */
function question({
  unit,
  scope,
  context,
  host,
}: { readonly [K in keyof Question]?: Question[K] | undefined }): Question {
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(scope === undefined ? {} : { scope }),
    ...(context === undefined ? {} : { context }),
    ...(host === undefined ? {} : { host }),
  };
}

async function showDiff(
  texts: OtherTexts,
  params: CompareParams,
  { title, text, unit, scope, context }: Extract<CompareResult, { readonly kind: 'compared' }>,
): Promise<void> {
  const source = Uri.parse(params.uri);
  const right = previewUri({ view: 'plain', source, unit, scope, context });
  const left = texts.keep(params.with, right, text);
  await commands.executeCommand('vscode.diff', left, right, title, { preview: false });
}

function tell(message: string, logged: boolean): void {
  const choice = window.showWarningMessage(message, ...(logged ? [OPEN_LOGS] : []));
  void choice.then((chosen) => {
    if (chosen === OPEN_LOGS) void commands.executeCommand('nixServices.showOutput');
  });
}
