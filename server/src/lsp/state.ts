import type { Host } from '../base/host';
import type { Hosts } from '../features/hosts';
import { projectIgnores } from '../features/project';
import { type PinFacts, type Session, session } from '../features/session';
import type { Snapshot } from '../features/snapshot';
import { type Choices, NO_CHOICES, type View, viewOf } from '../features/view';
import { EDITOR_LIMITS } from '../nix/evaluator';
import type { Pin } from '../sources/pin';
import type { Hash } from '../store/hash';
import type { NixParser } from '../syntax/parser';
import { type Documents, openDocuments, overlay } from './documents';
import { DEFAULT_SETTINGS, type Settings } from './settings';

/** A keystroke's share of time, and the nesting that the main thread's stack carries. */
const EDITOR_BUDGET = { budgetMs: 200, depth: EDITOR_LIMITS.depth };

/** A file that imports more than that by itself is one of many that do. */
const MOST_READ = 40;

/** Reads so many Nix files and no more. */
function firstOf(read: (path: string) => string | undefined, most: number): (path: string) => string | undefined {
  let left = most;
  return (path) => {
    if (path.endsWith('.nix')) left--;
    return left < 0 ? undefined : read(path);
  };
}

/** What the server knows between two messages. */
export interface State {
  readonly documents: Documents;
  readonly host: Host;
  readonly snapshot: (uri: string) => Snapshot | undefined;
  /** A text as if it were that of a document. */
  readonly read: (uri: string, text: string) => Snapshot;
  /** A file that is not open, without the modules that it imports: what it says by itself. */
  readonly alone: (uri: string, text: string) => Snapshot;
  /** Adds what asking git, fetching and builds told of a document's sources to what was known. */
  readonly learn: (uri: string, facts: LearntFacts) => void;
  /** Forgets what was computed: a text, a file on disk or a setting changed. */
  readonly invalidate: () => void;
  readonly settings: () => Settings;
  readonly configure: (settings: Settings) => void;
  /** How a document is looked at. */
  readonly viewOf: (uri: string) => View;
  /** The hosts that a document can be looked at in. */
  readonly hosts: (uri: string) => Hosts;
  /** Whether there is any. */
  readonly hasHosts: (uri: string) => boolean;
  /** Looks at documents as the user chose. */
  readonly choose: (choices: Choices) => void;
}

/** What was learnt of a document's sources. */
export interface LearntFacts {
  readonly committed?: readonly Pin[];
  /** By `sourceKey`. */
  readonly fetched: ReadonlyMap<string, Hash>;
  /** Hashes that hang on more of the document than their own pin, and so hold only while it stays as it is. */
  readonly fetchedForText: ReadonlyMap<string, Hash>;
  /** The document as it was. */
  readonly text: string;
}

function merged(known: LearntFacts | undefined, facts: LearntFacts): LearntFacts {
  const passing = known?.text === facts.text ? known.fetchedForText : [];
  return {
    ...known,
    ...facts,
    fetched: new Map([...(known?.fetched ?? []), ...facts.fetched]),
    fetchedForText: new Map([...passing, ...facts.fetchedForText]),
  };
}

/** Snapshots are kept until anything changes, since a document's meaning hangs on the files that it imports. */
export function createState(parser: NixParser, host: Host, nixpkgsName: string | undefined): State {
  const documents = openDocuments(parser);
  const files = overlay(host.files, documents);
  const learnt = new Map<string, LearntFacts>();
  const pinFacts = (uri: string): PinFacts | undefined => {
    const facts = learnt.get(uri);
    if (facts === undefined) return undefined;
    const { committed, fetched, fetchedForText, text } = facts;
    const passing = documents.get(uri)?.text === text ? fetchedForText : [];
    const fetchedHashes = new Map([...fetched, ...passing]);
    return committed === undefined ? { fetchedHashes } : { committedPins: committed, fetchedHashes };
  };
  let choices = NO_CHOICES;
  const open = (given: Settings): Session =>
    session({
      ...EDITOR_BUDGET,
      incremental: true,
      keepPieces: true,
      nixpkgsName,
      parser,
      files,
      now: host.now,
      pinFacts,
      viewOf: (uri) => viewOf(choices, uri),
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
    read: (uri, text) => current.snapshot({ uri, text, tree: parser.parse(text) }),
    alone: (uri, text) => {
      const reader = { ...files, readText: firstOf(files.readText, MOST_READ) };
      const single = session({
        ...EDITOR_BUDGET,
        nixpkgsName,
        parser,
        files: reader,
        now: host.now,
        ...settings,
        alone: true,
      });
      return single.snapshot({ uri, text, tree: parser.parse(text) });
    },
    learn: (uri, facts) => {
      learnt.set(uri, merged(learnt.get(uri), facts));
      snapshots.delete(uri);
    },
    invalidate: () => snapshots.clear(),
    viewOf: (uri) => viewOf(choices, uri),
    hosts: (uri) => current.hosts(uri),
    hasHosts: (uri) => current.hasHosts(uri),
    choose: (chosen) => {
      choices = chosen;
      snapshots.clear();
    },
    settings: () => settings,
    configure: (given) => {
      settings = given;
      current = open(settings);
      snapshots.clear();
    },
  };
}
