import { type CodeAction, CodeActionKind, type CodeLens, type Command } from 'vscode-languageserver-types';
import { contains, positionAt, rangeOf, type Span } from '../base/span';
import type { Pin } from '../sources/pin';
import { planFor } from '../sources/plan';
import type { Snapshot } from './snapshot';

const TITLE = 'Fetch and fix hash';
const TITLE_ALL = 'Fetch and fix all hashes of this file';

/** The innermost pin around an offset. */
export function pinAt(snapshot: Snapshot, offset: number): Pin | undefined {
  return snapshot.pins().findLast(({ call }) => contains(call, offset));
}

/** The server's commands that fetch, for one pin and for all of a document. */
export interface HashCommands {
  readonly one: string;
  readonly all: string;
}

/** The actions that fetch sources and write hashes: of the pins that a stretch of text touches, and of all where several need it. */
export function pinActions(snapshot: Snapshot, span: Span, { one, all }: HashCommands): readonly CodeAction[] {
  const actions = fetchActions(snapshot, span, one);
  const several = snapshot.pins().filter((pin) => needsHash(pin) && isFetchable(pin)).length > 1;
  const command = { title: TITLE_ALL, command: all, arguments: [{ uri: snapshot.uri }] };
  return actions.length > 0 && several
    ? [...actions, { title: TITLE_ALL, kind: CodeActionKind.QuickFix, command }]
    : actions;
}

function fetchActions(snapshot: Snapshot, span: Span, command: string): readonly CodeAction[] {
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
