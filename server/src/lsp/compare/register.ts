import type { Connection } from 'vscode-languageserver';
import { offsetAt } from '../../base/span';
import { filePath } from '../../base/uri';
import { chosenUnit, plainText, type UnitChoice, unitChoices } from '../../features/compare/chosen-unit';
import { withoutHashes } from '../../features/compare/store-names';
import { describe, guarded, type Log } from '../guard';
import { progressLines } from '../progress';
import type { State } from '../state';
import { type Choice, type CompareParams, type CompareResult, compareRequest, unitTextRequest } from './protocol';
import { withDeployed } from './with-deployed';
import { withNix } from './with-nix';

const NAMES = { nix: 'Nix', deployed: 'deployed' } as const;

/** Answers the requests that hold units against what Nix and this machine have. `home` is the user's home folder. */
export function registerComparisons(connection: Connection, state: State, log: Log, home: string | undefined): void {
  connection.onRequest(
    unitTextRequest,
    guarded(log, 'unit text', ({ uri, ...chosen }) => {
      const snapshot = state.snapshot(uri);
      return snapshot === undefined ? null : (plainText(snapshot, chosen) ?? null);
    }),
  );
  connection.onRequest(compareRequest, async (params, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    const report = progressLines(connection.window.attachWorkDoneProgress(params.workDoneToken));
    try {
      return await compare(state, params, { log, home, signal: cancel.signal, report });
    } catch (error) {
      log.error(`compare: ${describe(error)}`);
      return { kind: 'failed', message: 'The comparison failed.', logged: true };
    }
  });
}

interface Surroundings {
  readonly log: Log;
  readonly home: string | undefined;
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
}

function unitChoice(choice: UnitChoice): Choice {
  const { unit, scope, context } = choice;
  const manager = scope === 'system' ? '' : ` (${scope})`;
  return { ...choice, label: `${unit}${manager}${context === undefined ? '' : ` in ${context}`}` };
}

async function compare(state: State, params: CompareParams, around: Surroundings): Promise<CompareResult | null> {
  const { uri, position, unit: asked, scope, context } = params;
  const snapshot = state.snapshot(uri);
  if (snapshot === undefined) return null;
  const offset = position && offsetAt(snapshot.lines, position);
  const named = {
    ...(asked === undefined ? {} : { unit: asked }),
    ...(scope === undefined ? {} : { scope }),
    ...(context === undefined ? {} : { context }),
  };
  const [only, ...others] = unitChoices(snapshot, named, offset);
  if (only === undefined)
    return {
      kind: 'failed',
      message: `This file declares ${asked ?? 'no unit'}${asked ? ' no more' : ''}.`,
      logged: false,
    };
  if (others.length > 0) return { kind: 'choose', what: 'unit', choices: [only, ...others].map(unitChoice) };
  const unit = chosenUnit(snapshot, only);
  const preview = plainText(snapshot, only);
  if (unit === undefined || preview === undefined) return null;
  const comparison = { ...around, host: state.host, path: filePath(uri) ?? '/untitled.nix', unit, chosen: params.host };
  const answer = await (params.with === 'nix' ? withNix(comparison) : withDeployed(comparison));
  if (answer === undefined) return null;
  if (answer.kind !== 'text') return answer;
  const masks = !state.settings().compareStoreHashes;
  return {
    kind: 'compared',
    ...only,
    title: `${unit.name}: ${NAMES[params.with]} ↔ preview${masks ? ' (store hashes hidden)' : ''}`,
    text: masks ? withoutHashes(answer.text, preview) : answer.text,
  };
}
