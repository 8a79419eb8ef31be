/** What a pin fetches, once its fetcher's defaults and choices are applied. */
export type Source =
  | FileSource
  | ArchiveSource
  | GitSource
  | TreeSource
  | MercurialSource
  | SubversionSource
  | ImageSource
  | PackageSource;

/** One file: its bytes, or the archive of a tree that is that one file. */
export interface FileSource {
  readonly kind: 'file';
  readonly url: string;
  readonly executable: boolean;
  /** Hashed as a tree (`recursiveHash`). */
  readonly recursive: boolean;
}

/** An archive, unpacked. */
export interface ArchiveSource {
  readonly kind: 'archive';
  readonly url: string;
  readonly stripRoot: boolean;
}

/** A checkout by git, as fetchgit makes it. */
export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
  readonly rev: string;
  readonly submodules: boolean;
  readonly leaveDotGit: boolean;
  readonly deepClone: boolean;
  readonly fetchTags: boolean;
  readonly lfs: boolean;
  readonly sparseCheckout: readonly string[];
  readonly nonConeMode: boolean;
  readonly rootDir: string;
  readonly branchName: string | undefined;
}

/** What `builtins.fetchTree` and `fetchGit` take, as a flake reference. */
export interface TreeSource {
  readonly kind: 'tree';
  readonly reference: string;
}

export interface MercurialSource {
  readonly kind: 'mercurial';
  readonly url: string;
  readonly rev: string;
}

export interface SubversionSource {
  readonly kind: 'subversion';
  readonly url: string;
  readonly rev: string;
}

/** A container image (`dockerTools.pullImage`). */
export interface ImageSource {
  readonly kind: 'image';
  readonly name: string;
  readonly digest: string;
  readonly os: string;
  readonly arch: string | undefined;
  readonly finalName: string;
  readonly finalTag: string;
}

/** A download that only building a package makes. */
export interface PackageSource {
  readonly kind: 'package';
  /** The absolute path of the file that makes the package. */
  readonly file: string;
  /** The download's attribute in the package. */
  readonly path: readonly string[];
}

/** A source that cannot be fetched on its own. */
export interface NoSource {
  /** `unknown`: a value is not known here. `build`: only a build tells the hash. `manual`: a person has to fetch it. */
  readonly kind: 'unknown' | 'build' | 'manual';
  readonly message: string;
}
