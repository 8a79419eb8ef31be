import type { CancellationToken } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { unitTextRequest } from '../compare/protocol';
import { assessmentRequest, type PreviewResult, previewRequest } from '../protocol';
import { scriptRequest } from '../scripts/protocol';
import type { PreviewAddress } from './address';

/** Asks the server for what a preview shows; null when there is nothing now. */
export async function askFor(
  client: LanguageClient,
  address: PreviewAddress,
  token: CancellationToken,
): Promise<PreviewResult | null> {
  const uri = address.source.toString();
  switch (address.view) {
    case 'script': {
      const { unit, script } = address;
      return client.sendRequest(scriptRequest, { uri, unit, script }, token);
    }
    case 'plain': {
      const { unit, scope, context } = address;
      const params = { uri, unit, scope, ...(context === undefined ? {} : { context }) };
      const text = await client.sendRequest(unitTextRequest, params, token);
      return text === null ? null : { text, language: 'systemd-unit', lines: [] };
    }
    default: {
      const { view, unit } = address;
      const asked = view === 'assessment' ? assessmentRequest : previewRequest;
      return client.sendRequest(asked, { uri, ...(unit === undefined ? {} : { unit }) }, token);
    }
  }
}

/** What a preview shows while there is nothing to show. */
export function nothing(address: PreviewAddress): PreviewResult {
  const missing = address.view === 'script' ? `script ${address.script}` : (address.unit ?? 'units');
  const said = address.unit === undefined ? 'no units' : `no ${missing} now`;
  return { text: `# This file has ${said}.\n`, language: 'systemd-unit', lines: [] };
}
