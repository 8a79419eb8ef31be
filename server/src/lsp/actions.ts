import {
  type CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  CreateFile,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { LinesOf } from '../base/lines';
import { property } from '../base/property';
import { contains, offsetAt, type Position, type Span } from '../base/span';
import { type Extraction, extractions } from '../features/harden/extract/offers';
import { hardeningOffers, type Offer } from '../features/harden/offers';
import { ignoreFix } from '../features/ignore-action';
import { pinRefactors } from '../features/pin-refactors';
import { pinActions } from '../features/pins';
import type { Snapshot } from '../features/snapshot';
import type { Finding } from '../rules/finding';
import { diagnostic, quickFixes, textEdit, workspaceEdit } from './convert';
import { HASH_FIX_ALL, PIN_ADDRESS, PIN_UPGRADE } from './pins/protocol';
import { HASH_FIX, REVIEW } from './protocol';

/** What the client can do with an edit. */
export interface Abilities {
  /** Shows edits that want to be confirmed before it applies them. */
  readonly confirmsEdits: boolean;
  /** Makes files that an edit asks for. */
  readonly createsFiles: boolean;
  /** Has a command that shows an edit as a diff and makes it when it is accepted. */
  readonly reviews: boolean;
}

export interface ActionContext {
  /** The kinds of actions that are asked for; all of them where undefined. */
  readonly only: readonly string[] | undefined;
  readonly triggerKind: CodeActionTriggerKind | undefined;
  readonly abilities: Abilities;
}

/** The kinds of actions that the server offers. */
export const ACTION_KINDS: string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
];

/** The findings that fetching the source answers. */
const FETCHED: ReadonlySet<string> = new Set(['placeholder-hash', 'malformed-hash', 'missing-hash']);

const ANNOTATION = 'harden';

/** Reads what the client said about itself when it connected. */
export function abilitiesOf(workspaceEditSupport: unknown, initializationOptions: unknown): Abilities {
  const changesDocuments = property(workspaceEditSupport, 'documentChanges') === true;
  const operations = property(workspaceEditSupport, 'resourceOperations');
  return {
    confirmsEdits: changesDocuments && property(workspaceEditSupport, 'changeAnnotationSupport') !== undefined,
    createsFiles: changesDocuments && Array.isArray(operations) && operations.includes('create'),
    reviews: property(initializationOptions, 'reviews') === true,
  };
}

/** The actions for a stretch of text: fixes of findings, `further` ones too, and of pins, and the hardening of the service there. */
export function actionsIn(
  snapshot: Snapshot,
  range: { readonly start: Position; readonly end: Position },
  context: ActionContext,
  linesOf: LinesOf,
  version: number | null,
  further: readonly Finding[],
): CodeAction[] {
  const span = { start: offsetAt(snapshot.lines, range.start), end: offsetAt(snapshot.lines, range.end) };
  const found = wants(context, CodeActionKind.QuickFix)
    ? [...snapshot.findings(), ...further].filter(({ origin }) => origin.uri === snapshot.uri && touches(origin, span))
    : [];
  const fixes = found.flatMap((finding) => quickFixes(finding, snapshot.lines, linesOf));
  const ignores = found.flatMap((finding) =>
    quickFixes({ ...finding, fixes: [ignoreFix(snapshot, finding)] }, snapshot.lines, linesOf),
  );
  const pins = wants(context, CodeActionKind.QuickFix) ? fetchActions(snapshot, span) : [];
  const refactors = wants(context, CodeActionKind.RefactorRewrite)
    ? pinRefactors(snapshot, span, { upgrade: PIN_UPGRADE, address: PIN_ADDRESS })
    : [];
  const hasTime = isWorthTheTime(snapshot, span.start, context);
  const offers = hasTime && wants(context, CodeActionKind.RefactorRewrite) ? hardeningOffers(snapshot, span) : [];
  const extracted = hasTime && wants(context, CodeActionKind.RefactorExtract) ? extractions(snapshot, span) : [];
  return [
    ...fixes,
    ...pins,
    ...refactors,
    ...offers.flatMap((offer) => hardeningAction(offer, snapshot, context.abilities, linesOf, version)),
    ...extracted.flatMap((extraction) => extractAction(extraction, snapshot, context.abilities, linesOf, version)),
    ...ignores,
  ];
}

/** An extraction to a file needs a client that makes files. */
function extractAction(
  { title, edits, file }: Extraction,
  { uri, lines }: Snapshot,
  { createsFiles }: Abilities,
  linesOf: LinesOf,
  version: number | null,
): readonly CodeAction[] {
  const kind = CodeActionKind.RefactorExtract;
  if (file === undefined) {
    const edit = workspaceEdit(edits, linesOf);
    return edit === undefined ? [] : [{ title, kind, edit }];
  }
  if (!createsFiles) return [];
  const begin = { line: 0, character: 0 };
  const content: TextDocumentEdit = {
    textDocument: { uri: file.uri, version: null },
    edits: [{ range: { start: begin, end: begin }, newText: file.text }],
  };
  const change: TextDocumentEdit = {
    textDocument: { uri, version },
    edits: edits.map(({ origin, newText }) => textEdit(lines, origin, newText)),
  };
  return [{ title, kind, edit: { documentChanges: [CreateFile.create(file.uri), content, change] } }];
}

/** Fetching is the fix of what is said of a hash; an action that names no diagnostic comes after all that do. */
function fetchActions(snapshot: Snapshot, span: Span): readonly CodeAction[] {
  const diagnostics = snapshot
    .findings()
    .filter(({ code, origin }) => FETCHED.has(code) && origin.uri === snapshot.uri && touches(origin, span))
    .map((finding) => diagnostic(finding, snapshot.lines));
  const actions = pinActions(snapshot, span, { one: HASH_FIX, all: HASH_FIX_ALL });
  return actions.map((action) => (action.isPreferred === true ? { ...action, diagnostics } : action));
}

function touches(left: Span, right: Span): boolean {
  return left.start <= right.end && right.start <= left.end;
}

function wants({ only }: ActionContext, kind: string): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

/** Each set is evaluated to tell its figure: for a lamp that follows the cursor only on the unit's name. */
function isWorthTheTime(snapshot: Snapshot, offset: number, { triggerKind }: ActionContext): boolean {
  if (triggerKind !== CodeActionTriggerKind.Automatic) return true;
  const declarations = snapshot.analysis().units.flatMap((unit) => unit.declarations);
  return declarations.some((origin) => origin.uri === snapshot.uri && contains(origin, offset));
}

function hardeningAction(
  offer: Offer,
  snapshot: Snapshot,
  { confirmsEdits, reviews }: Abilities,
  linesOf: LinesOf,
  version: number | null,
): readonly CodeAction[] {
  if (offer.isSet && reviews) return [reviewAction(offer, snapshot, version)];
  const edit = confirmsEdits ? annotated(offer, snapshot, version) : workspaceEdit(offer.edits, linesOf);
  if (edit === undefined) return [];
  return [{ title: offer.title, kind: CodeActionKind.RefactorRewrite, edit, data: { breaks: offer.notes } }];
}

function reviewAction({ title, edits, notes }: Offer, { uri, lines }: Snapshot, version: number | null): CodeAction {
  const changes = edits.map(({ origin, newText }) => textEdit(lines, origin, newText));
  const proposal = { uri, version, title, edits: changes, notes };
  return {
    title,
    kind: CodeActionKind.RefactorRewrite,
    command: { title, command: REVIEW, arguments: [proposal] },
  };
}

/** The edits with what they could break; those of a set are shown before they are applied. */
function annotated(
  { title, edits, notes, isSet }: Offer,
  { uri, lines }: Snapshot,
  version: number | null,
): WorkspaceEdit {
  const change: TextDocumentEdit = {
    textDocument: { uri, version },
    edits: edits.map(({ origin, newText }) => ({ ...textEdit(lines, origin, newText), annotationId: ANNOTATION })),
  };
  const annotation = { label: title, description: notes.join(' '), needsConfirmation: isSet };
  return { documentChanges: [change], changeAnnotations: { [ANNOTATION]: annotation } };
}
