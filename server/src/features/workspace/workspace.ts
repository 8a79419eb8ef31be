import { EMPTY_INDEX, type WorkspaceIndex } from './workspace-index';

/** What a feature sees of the files around a document. */
export interface Workspace {
  /** What is known by now; it may still grow. */
  readonly index: WorkspaceIndex;
  /** A file's name for people: relative to its folder of the workspace. */
  readonly show: (uri: string) => string;
}

/** A document by itself. */
export const NO_WORKSPACE: Workspace = {
  index: EMPTY_INDEX,
  show: (uri) => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)),
};
