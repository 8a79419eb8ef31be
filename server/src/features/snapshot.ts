import type { LineMap } from '../base/span';
import type { Finding } from '../rules/finding';
import type { SourceDocument } from '../rules/rule';
import type { Pin } from '../sources/pin';
import type { SyntaxTree } from '../syntax/node';
import type { Analysis } from '../units/analysis';
import type { ReleaseRange } from '../units/release';

/** A document whose code at one offset was completed so that it parses, and what evaluating it tells. */
export interface RepairedSnapshot {
  readonly tree: SyntaxTree;
  /** The cursor in the repaired text. */
  readonly offset: number;
  readonly analysis: Analysis;
}

/** All that a feature sees of a document: immutable, each part computed when first asked for. */
export interface Snapshot {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly tree: SyntaxTree;
  /** The systemd version to judge and complete for. */
  readonly systemd: number;
  /** The releases of NixOS that the document may be for; undefined where nothing around it says. */
  readonly release: ReleaseRange | undefined;
  readonly analysis: () => Analysis;
  /** The same with each assumption only where something hangs on it; takes several evaluations. */
  readonly settled: () => Analysis;
  readonly findings: () => readonly Finding[];
  /** The sources that the document fixes by a hash. */
  readonly pins: () => readonly Pin[];
  /** A document by its URI, this one or one that it reads; undefined for what is no Nix source at hand. */
  readonly document: (uri: string) => SourceDocument | undefined;
  readonly repairedAt: (offset: number) => RepairedSnapshot;
  /** The document as it would be with another text. */
  readonly edited: (text: string) => Snapshot;
}
