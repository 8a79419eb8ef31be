import { filePath } from '../base/uri';
import { type Algorithm, isAlgorithm } from '../store/digest';
import { nameProblem } from '../store/store-path';
import { type Command, command, flag, type OutputFormat, value } from './command';
import type { Pin } from './pin';
import { isRefusal, type Refusal, refuse, safeRev, safeSegment, safeUrl, shown } from './safety';
import type { ArchiveSource, FileSource, GitSource, ImageSource, PackageSource, Source } from './source';
import { sourceOf } from './source-of';

/** What is done to learn a pin's hash: data, run by `prefetch`. */
export interface Plan {
  readonly kind: 'plan';
  readonly source: Source;
  readonly algorithm: Algorithm;
  /** Programs that tell the hash, in the order in which they are tried; one that is missing is passed over. */
  readonly commands: readonly Command[];
  /** Whether the source can also be fetched without any Nix tool. */
  readonly builtIn: boolean;
}

/** A pin whose hash cannot be fetched, and why, in one line. */
export interface NoPlan {
  readonly kind: 'refused' | 'unsupported';
  readonly message: string;
}

export interface PlanOptions {
  /** Allows `http:`, `ftp:`, `git:` and `file:` sources. */
  readonly allowInsecure: boolean;
}

/** The algorithm that a pin's hash has, or should have once it is filled. */
function algorithmOf({ hash }: Pin): Algorithm {
  if (hash.state.kind === 'plausible') return hash.state.hash.algorithm;
  const named = /^([a-z0-9]+)[-:]/.exec(hash.text ?? '')?.[1] ?? '';
  return hash.algorithm ?? (isAlgorithm(named) ? named : 'sha256');
}

const NIX_COMMAND = [flag('--extra-experimental-features'), value('nix-command flakes')];

/** Without the registry of flakes, which would be downloaded first and names no source of a fetcher. */
const FLAKE_PREFETCH = [flag('--option'), flag('flake-registry'), flag(''), flag('flake'), flag('prefetch')];

function bare(algorithm: Algorithm): OutputFormat {
  return { kind: 'line', algorithm };
}

/** A valid store name for what an address leads to: its last part, when that is one. */
function storeName(url: string): string {
  const last =
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  return nameProblem(last) === undefined && !last.startsWith('-') ? last : 'source';
}

function fileCommands({ url, executable }: FileSource, algorithm: Algorithm): readonly (Command | Refusal)[] {
  const name = [flag('--name'), value(storeName(url))];
  return [
    // Only newer versions of nix-prefetch-url know --executable.
    ...(executable
      ? []
      : [command('nix-prefetch-url', [flag('--type'), value(algorithm), ...name, value(url)], bare(algorithm))]),
    command(
      'nix',
      [
        ...NIX_COMMAND,
        flag('store'),
        flag('prefetch-file'),
        flag('--json'),
        flag('--hash-type'),
        value(algorithm),
        ...name,
        ...(executable ? [flag('--executable')] : []),
        value(url),
      ],
      { kind: 'json', field: 'hash', algorithm },
    ),
  ];
}

function archiveCommands({ url }: ArchiveSource, algorithm: Algorithm): readonly (Command | Refusal)[] {
  return [
    command(
      'nix-prefetch-url',
      [flag('--unpack'), flag('--type'), value(algorithm), flag('--name'), value('source'), value(url)],
      bare(algorithm),
    ),
    command('nix', [...NIX_COMMAND, ...FLAKE_PREFETCH, flag('--json'), value(`tarball+${url}`)], {
      kind: 'json',
      field: 'hash',
      algorithm: 'sha256',
    }),
  ].slice(0, algorithm === 'sha256' ? 2 : 1);
}

function gitCommands(source: GitSource, algorithm: Algorithm): readonly (Command | Refusal)[] {
  const options = [
    ...(source.submodules ? [flag('--fetch-submodules')] : []),
    ...(source.leaveDotGit ? [flag('--leave-dotGit')] : []),
    ...(source.deepClone ? [flag('--deepClone')] : []),
    ...(source.fetchTags ? [flag('--fetch-tags')] : []),
    ...(source.lfs ? [flag('--fetch-lfs')] : []),
    ...(source.sparseCheckout.length > 0 ? [flag('--sparse-checkout'), value(source.sparseCheckout.join('\n'))] : []),
    ...(source.nonConeMode ? [flag('--non-cone-mode')] : []),
    ...(source.rootDir === '' ? [] : [flag('--root-dir'), value(source.rootDir)]),
    ...(source.branchName === undefined ? [] : [flag('--branch-name'), value(source.branchName)]),
  ];
  return [
    command(
      'nix-prefetch-git',
      [
        flag('--quiet'),
        ...options,
        flag('--hash'),
        value(algorithm),
        flag('--url'),
        value(source.url),
        flag('--rev'),
        value(source.rev),
      ],
      { kind: 'json', field: algorithm, algorithm },
    ),
  ];
}

function imageCommands(image: ImageSource): readonly (Command | Refusal)[] {
  const arch = image.arch === undefined ? [] : [flag('--arch'), value(image.arch)];
  const options = [
    flag('--image-name'),
    value(image.name),
    flag('--image-digest'),
    value(image.digest),
    flag('--os'),
    value(image.os),
    ...arch,
  ];
  const names = [flag('--final-image-name'), value(image.finalName), flag('--final-image-tag'), value(image.finalTag)];
  return [
    command('nix-prefetch-docker', [flag('--json'), flag('--quiet'), ...options, ...names], {
      kind: 'json',
      field: 'sha256',
      algorithm: 'sha256',
    }),
  ];
}

function nurl(fetcher: string, url: string, rev: string): Command | Refusal {
  return command('nurl', [flag('--hash'), flag('--fetcher'), value(fetcher), value(url), value(rev)], {
    kind: 'line',
    algorithm: 'sha256',
  });
}

function commandsFor(source: Source, algorithm: Algorithm): readonly (Command | Refusal)[] {
  switch (source.kind) {
    case 'file':
      return source.recursive && !source.executable ? [] : fileCommands(source, algorithm);
    case 'archive':
      return source.stripRoot ? archiveCommands(source, algorithm) : [];
    case 'git':
      return gitCommands(source, algorithm);
    case 'tree':
      return [
        command('nix', [...NIX_COMMAND, ...FLAKE_PREFETCH, flag('--json'), value(source.reference)], {
          kind: 'json',
          field: 'hash',
          algorithm: 'sha256',
        }),
      ];
    case 'mercurial':
      return [
        command('nix-prefetch-hg', [value(source.url), value(source.rev)], bare(algorithm)),
        nurl('fetchhg', source.url, source.rev),
      ];
    case 'subversion':
      return [
        command('nix-prefetch-svn', [value(source.url), value(source.rev)], bare(algorithm)),
        nurl('fetchsvn', source.url, source.rev),
      ];
    case 'image':
      return imageCommands(source);
    case 'package':
      return [];
  }
}

function gitProblem(source: GitSource): Refusal | undefined {
  const climbing = [source.rootDir, ...source.sparseCheckout].find((path) =>
    /(^|\/)\.\.(\/|$)|^[-/]|\p{Cc}/u.test(path),
  );
  if (climbing !== undefined) return refuse(`not a folder inside a repository: ${shown(climbing)}`);
  const revs = [source.rev, ...(source.branchName === undefined ? [] : [source.branchName])];
  return revs.map(safeRev).find(isRefusal);
}

function imageProblem(image: ImageSource): Refusal | undefined {
  if (!/^sha256:[0-9a-f]{64}$/.test(image.digest)) return refuse(`not the digest of an image: ${shown(image.digest)}`);
  const parts = [
    ...image.name.split('/'),
    ...image.finalName.split('/'),
    image.os,
    image.finalTag,
    image.arch ?? 'any',
  ];
  return parts.map((part) => safeSegment('part of an image', part.replace(/:\d+$/, ''))).find(isRefusal);
}

/** What must not reach a tool, whatever the tool. */
function problemOf(source: Source, allowInsecure: boolean): Refusal | undefined {
  if (source.kind === 'package') return undefined;
  if (source.kind === 'image') return imageProblem(source);
  if (source.kind === 'tree') {
    const address = source.reference.replace(/^(git|tarball|file)\+/, '');
    const checked = /^(github|gitlab|sourcehut):/.test(address) ? undefined : safeUrl(address, allowInsecure);
    return isRefusal(checked) ? checked : undefined;
  }
  const url = safeUrl(source.url, allowInsecure);
  if (isRefusal(url)) return url;
  if (source.kind === 'git') return gitProblem(source);
  const rev = source.kind === 'mercurial' || source.kind === 'subversion' ? safeRev(source.rev) : undefined;
  return isRefusal(rev) ? rev : undefined;
}

/** Whether a source can be fetched and hashed without a Nix tool. What keeps `.git` is made repeatable by nix-prefetch-git alone. */
function isBuiltIn(source: Source): boolean {
  if (source.kind === 'git') return !source.leaveDotGit;
  return source.kind === 'file' || source.kind === 'archive';
}

/** The build that tells a hash, for a pin of a file that makes one package. */
function packageSource({ uri, packagePath, fetcher }: Pin): PackageSource | undefined {
  const file = filePath(uri);
  if (file === undefined || !file.startsWith('/') || packagePath === undefined) return undefined;
  return { kind: 'package', file, path: [...packagePath, ...(fetcher.output?.split('.') ?? [])] };
}

/** The plan for a pin; nothing is run, and no value of the file reaches an argument that could be read as an option. */
export function planFor(pin: Pin, { allowInsecure }: PlanOptions): Plan | NoPlan {
  const source = sourceOf(pin);
  switch (source.kind) {
    case 'refused':
      return source;
    case 'build': {
      const built = packageSource(pin);
      if (built === undefined) return { kind: 'unsupported', message: source.message };
      return { kind: 'plan', source: built, algorithm: 'sha256', commands: [], builtIn: false };
    }
    case 'unknown':
    case 'manual':
      return { kind: 'unsupported', message: source.message };
    default: {
      const problem = problemOf(source, allowInsecure);
      if (problem !== undefined) return problem;
      const algorithm = algorithmOf(pin);
      const commands = commandsFor(source, algorithm);
      const refused = commands.find(isRefusal);
      if (refused !== undefined) return refused;
      return {
        kind: 'plan',
        source,
        algorithm,
        commands: commands.flatMap((item) => (isRefusal(item) ? [] : [item])),
        builtIn: isBuiltIn(source),
      };
    }
  }
}
