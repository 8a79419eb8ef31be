import type { Origin } from '../base/span';
import type { Pin } from '../sources/pin';
import type { Hash } from '../store/hash';
import type { SyntaxTree } from '../syntax/node';
import type { Analysis } from '../units/analysis';
import type { ReleaseRange } from '../units/release';
import type { Finding, Severity } from './finding';

/** A document that the evaluation read, for fixes that need its text. */
export interface SourceDocument {
  readonly uri: string;
  readonly tree: SyntaxTree;
}

/** What a rule looks at. */
export interface Subject {
  readonly uri: string;
  readonly analysis: Analysis;
  /** The systemd version to judge for. */
  readonly systemd: number;
  /** The releases of NixOS that it may be for; undefined where nothing says. */
  readonly release?: ReleaseRange | undefined;
  /** The sources that the file fixes by a hash (`findPins`), where they were looked for. */
  readonly pins?: readonly Pin[];
  /** The same of the file's last committed text, where that is at hand. */
  readonly committedPins?: readonly Pin[];
  /** The hashes that sources had when they were last fetched, by `sourceKey`. */
  readonly fetchedHashes?: ReadonlyMap<string, Hash>;
  /** The text and tree behind an origin; undefined for what is not a source at hand. */
  readonly source: (origin: Origin) => SourceDocument | undefined;
}

/** One kind of finding. `docs` is the name of its page under docs/rules. */
export interface Rule {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly check: (subject: Subject) => readonly Finding[];
}
