import { type CodeAction, CodeActionKind, type CodeLens, type Command } from 'vscode-languageserver-types';
import { contains, positionAt, rangeOf, type Span } from '../base/span';
import type { Pin } from '../sources/pin';
import { planFor } from '../sources/plan';
import type { Snapshot } from './snapshot';

const TITLE = 'Fetch and fix hash';

/** The innermost pin around an offset. */
export function pinAt(snapshot: Snapshot, offset: number): Pin | undefined {
  return snapshot.pins().findLast(({ call }) => contains(call, offset));
}

/** The action that fetches a source and writes its hash, on the pins that a stretch of text touches. `command` is the server's. */
export function pinActions(snapshot: Snapshot, span: Span, command: string): readonly CodeAction[] {
  return snapshot
    .pins()
    .filter((pin) => pin.call.start <= span.end && span.start <= pin.call.end && isFetchable(pin))
    .map((pin) => ({
      title: TITLE,
      kind: CodeActionKind.QuickFix,
      isPreferred: needsHash(pin),
      command: fetchCommand(snapshot, pin, command),
    }));
}

/** 'Fetch and fix hash' over each pin whose hash is plainly not the real one. */
export function pinLenses(snapshot: Snapshot, command: string): readonly CodeLens[] {
  return snapshot
    .pins()
    .filter((pin) => needsHash(pin) && isFetchable(pin))
    .map((pin) => ({ range: rangeOf(snapshot.lines, pin.head), command: fetchCommand(snapshot, pin, command) }));
}

function needsHash({ hash }: Pin): boolean {
  return hash.state.kind === 'placeholder' || hash.state.kind === 'malformed';
}

function isFetchable(pin: Pin): boolean {
  return planFor(pin, { allowInsecure: true }).kind === 'plan';
}

function fetchCommand({ uri, lines }: Snapshot, pin: Pin, command: string): Command {
  return { title: TITLE, command, arguments: [{ uri, position: positionAt(lines, pin.head.start) }] };
}
