import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { positionAt, rangeOf, type Span } from '../base/span';
import { convertEdits } from '../sources/edit';
import { newPin } from '../sources/new-pin';
import { type Pin, textOf } from '../sources/pin';
import { isRefusal } from '../sources/safety';
import { remoteOf } from '../sources/upgrade';
import type { Encoding, Notation } from '../store/hash';
import { SRI } from '../store/hash';
import type { Snapshot } from './snapshot';

/** The server's commands that the actions start. */
export interface PinCommands {
  readonly upgrade: string;
  readonly address: string;
}

const NOTATIONS: readonly (readonly [string, Encoding])[] = [
  ['SRI', 'base64'],
  ['base 32', 'nix32'],
  ['hexadecimal', 'base16'],
];

/** What can be done to pins that are right as they are: another notation, a newer revision, a call for an address. */
export function pinRefactors(snapshot: Snapshot, span: Span, commands: PinCommands): readonly CodeAction[] {
  const touched = snapshot.pins().filter(({ call }) => call.start <= span.end && span.start <= call.end);
  return [
    ...touched.filter((pin) => touchesHash(pin, span)).flatMap((pin) => conversions(snapshot, pin)),
    ...touched.slice(-1).flatMap((pin) => upgradeAction(snapshot, pin, commands.upgrade)),
    ...addressAction(snapshot, span, commands.address),
  ];
}

function touchesHash({ hash: { literal, key } }: Pin, span: Span): boolean {
  return [literal?.origin, key].some(
    (origin) => origin !== undefined && origin.start <= span.end && span.start <= origin.end,
  );
}

/** Without a name before it, only an attribute that names the algorithm says which one a hash has. */
function notation(pin: Pin, encoding: Encoding): Notation {
  if (encoding === 'base64') return SRI;
  return { form: pin.hash.algorithm === undefined ? 'typed' : 'bare', encoding };
}

function conversions({ uri, lines }: Snapshot, pin: Pin): readonly CodeAction[] {
  const { state } = pin.hash;
  if (state.kind !== 'plausible') return [];
  return NOTATIONS.flatMap(([name, encoding]) => {
    const wanted = notation(pin, encoding);
    const isWritten = state.notation.form === wanted.form && state.notation.encoding === encoding;
    const edits = isWritten ? undefined : convertEdits(pin, wanted);
    if (edits === undefined || edits.some(({ origin }) => origin.uri !== uri)) return [];
    const changes = { [uri]: edits.map(({ origin, newText }) => ({ range: rangeOf(lines, origin), newText })) };
    return [{ title: `Convert hash to ${name}`, kind: CodeActionKind.RefactorRewrite, edit: { changes } }];
  });
}

const COMMIT = /^([0-9a-f]{40})?$/;

function upgradeAction({ uri, lines }: Snapshot, pin: Pin, command: string): readonly CodeAction[] {
  const revision = textOf(pin, 'tag') ?? textOf(pin, 'rev');
  if (pin.held || revision === undefined || typeof remoteOf(pin, { allowInsecure: true }) !== 'string') return [];
  const isCommit = textOf(pin, 'tag') === undefined && COMMIT.test(revision);
  const title = `Upgrade to the newest ${isCommit ? 'commit' : 'release'}`;
  const argument = { uri, position: positionAt(lines, pin.head.start) };
  return [{ title, kind: CodeActionKind.RefactorRewrite, command: { title, command, arguments: [argument] } }];
}

/** Only for what is selected: an address at the cursor is mostly a home page. */
function addressAction({ uri, lines, text }: Snapshot, span: Span, command: string): readonly CodeAction[] {
  const selected = text.slice(span.start, span.end).replace(/^"([^"]*)"$/, '$1');
  if (selected.trim() === '' || selected.includes('\n') || isRefusal(newPin(selected))) return [];
  const title = 'Pin this URL';
  const argument = { uri, range: rangeOf(lines, span) };
  return [{ title, kind: CodeActionKind.RefactorRewrite, command: { title, command, arguments: [argument] } }];
}
