import type { Host } from '../base/host';
import { projectIgnores } from '../features/project';
import { type Session, session } from '../features/session';
import type { Snapshot } from '../features/snapshot';
import { EDITOR_LIMITS } from '../nix/evaluator';
import type { NixParser } from '../syntax/parser';
import { type Documents, openDocuments, overlay } from './documents';
import { DEFAULT_SETTINGS, type Settings } from './settings';

/** A keystroke's share of time, and the nesting that the main thread's stack carries. */
const EDITOR_BUDGET = { budgetMs: 200, depth: EDITOR_LIMITS.depth };

/** What the server knows between two messages. */
export interface State {
  readonly documents: Documents;
  readonly host: Host;
  readonly snapshot: (uri: string) => Snapshot | undefined;
  /** Forgets what was computed: a text, a file on disk or a setting changed. */
  readonly invalidate: () => void;
  readonly settings: () => Settings;
  readonly configure: (settings: Settings) => void;
}

/** Snapshots are kept until anything changes, since a document's meaning hangs on the files that it imports. */
export function createState(parser: NixParser, host: Host, nixpkgsName: string | undefined): State {
  const documents = openDocuments(parser);
  const files = overlay(host.files, documents);
  const open = (given: Settings): Session =>
    session({
      ...EDITOR_BUDGET,
      nixpkgsName,
      parser,
      files,
      now: host.now,
      ...given,
      ignoredIn: (uri) => new Set([...given.ignore, ...projectIgnores(files, uri, () => undefined)]),
    });
  const snapshots = new Map<string, Snapshot>();
  let settings = DEFAULT_SETTINGS;
  let current = open(settings);
  return {
    documents,
    host,
    snapshot: (uri) => {
      const known = snapshots.get(uri);
      const document = documents.get(uri);
      if (known !== undefined || document === undefined) return known;
      const fresh = current.snapshot(document);
      snapshots.set(uri, fresh);
      return fresh;
    },
    invalidate: () => snapshots.clear(),
    settings: () => settings,
    configure: (given) => {
      settings = given;
      current = open(settings);
      snapshots.clear();
    },
  };
}
