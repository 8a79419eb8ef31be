import { type AttributeReader, attributeReader, firstUnknown, isSet } from './attribute-reader';
import { forgeAddresses } from './forge';
import { withoutMirror } from './mirrors';
import type { Pin } from './pin';
import { isRefusal, type Refusal, safeSegment } from './safety';
import type { GitSource, NoSource, Source } from './source';

type Found = Source | NoSource | Refusal;

function needsBuild(pin: Pin, why: string): NoSource {
  return { kind: 'build', message: `the hash of ${pin.fetcher.name} is known only after a build: ${why}` };
}

/** Attributes that change what is fetched by running something. */
const HOOKS = ['postFetch', 'extraPostFetch', 'preFetch', 'postCheckout', 'netrcPhase'];

function hooked(pin: Pin): NoSource | undefined {
  const hook = HOOKS.find((name) => pin.attributes.has(name) && pin.attributes.get(name)?.value !== '');
  if (hook !== undefined) return needsBuild(pin, `${hook} is set`);
  return isSet(pin, 'private') ? needsBuild(pin, 'the source is private') : undefined;
}

function missing(pin: Pin, name: string): NoSource {
  return { kind: 'unknown', message: `${pin.fetcher.name} has no ${name}` };
}

function addressOf(pin: Pin, read: AttributeReader): string | NoSource {
  const url = read.text('url') ?? read.texts('urls')[0];
  return url === undefined ? missing(pin, 'url') : withoutMirror(url);
}

function fileSource(pin: Pin, read: AttributeReader): Found {
  const url = addressOf(pin, read);
  if (typeof url !== 'string') return url;
  const executable = read.flag('executable', false);
  return { kind: 'file', url, executable, recursive: executable || read.flag('recursiveHash', false) };
}

function archiveSource(pin: Pin, read: AttributeReader): Found {
  const url = addressOf(pin, read);
  return typeof url === 'string' ? { kind: 'archive', url, stripRoot: read.flag('stripRoot', true) } : url;
}

/** A checkout as fetchgit makes it: its defaults, and what a forge's fetcher passes on to it. */
function gitSource(pin: Pin, url: string): GitSource {
  const read = attributeReader(pin);
  const tag = read.text('tag');
  const deepClone = read.flag('deepClone', false);
  const fetchTags = read.flag('fetchTags', false);
  const rootDir = read.text('rootDir') ?? '';
  return {
    kind: 'git',
    url,
    rev: tag === undefined ? (read.text('rev') ?? 'HEAD') : `refs/tags/${tag}`,
    submodules: read.flag('fetchSubmodules', pin.fetcher.name === 'fetchgit'),
    leaveDotGit: read.flag('leaveDotGit', deepClone || fetchTags),
    deepClone,
    fetchTags,
    lfs: read.flag('fetchLFS', false),
    sparseCheckout: read.texts('sparseCheckout'),
    nonConeMode: read.flag('nonConeMode', rootDir !== ''),
    rootDir,
    branchName: read.text('branchName'),
  };
}

/** Fetchers whose archive address takes a tag by its full name. */
const FULL_TAGS = new Set(['fetchFromGitHub', 'fetchFromGitea', 'fetchFromCodeberg', 'fetchFromGitLab']);

function forgeSource(pin: Pin, read: AttributeReader): Found {
  const tag = read.text('tag');
  const rev = tag === undefined ? read.text('rev') : FULL_TAGS.has(pin.fetcher.name) ? `refs/tags/${tag}` : tag;
  if (rev === undefined) return missing(pin, 'rev or tag');
  const addresses = forgeAddresses(pin, rev);
  if (isRefusal(addresses)) return addresses;
  if (pin.fetcher.gitSwitches.some((name) => isSet(pin, name))) {
    if (read.text('vc') === 'hg') return needsBuild(pin, 'subrepositories are fetched');
    return addresses.git === undefined ? missing(pin, 'git address') : gitSource(pin, addresses.git);
  }
  return addresses.archive === undefined
    ? missing(pin, 'archive address')
    : { kind: 'archive', url: addresses.archive, stripRoot: true };
}

function crateSource(pin: Pin, read: AttributeReader): Found {
  const crate = read.text('crateName') ?? read.text('pname');
  const version = read.text('version');
  if (crate === undefined || version === undefined) return missing(pin, crate === undefined ? 'pname' : 'version');
  const parts = [safeSegment('crate', crate), safeSegment('version', version)];
  const problem = parts.find(isRefusal);
  if (problem !== undefined) return problem;
  const url = `${read.text('registryDl') ?? 'https://crates.io/api/v1/crates'}/${crate}/${version}/download`;
  return read.flag('unpack', true)
    ? { kind: 'archive', url, stripRoot: true }
    : { kind: 'file', url, executable: false, recursive: false };
}

function pypiSource(pin: Pin, read: AttributeReader): Found {
  const pname = read.text('pname');
  const version = read.text('version');
  if (pname === undefined || version === undefined) return missing(pin, pname === undefined ? 'pname' : 'version');
  const wheel = read.text('format') === 'wheel';
  const part = (name: string, otherwise: string): string => read.text(name) ?? otherwise;
  const dist = part('dist', 'py2.py3');
  const python = part('python', 'py2.py3');
  const extension = part('extension', 'tar.gz');
  const values = [pname, version, dist, python, extension, part('abi', 'none'), part('platform', 'any')];
  const problem = values.map((text) => safeSegment('name on PyPI', text)).find(isRefusal);
  if (problem !== undefined) return problem;
  const first = pname.charAt(0);
  const url = wheel
    ? `https://files.pythonhosted.org/packages/${dist}/${first}/${pname}/${pname}-${version}-${python}-${part('abi', 'none')}-${part('platform', 'any')}.whl`
    : `https://files.pythonhosted.org/packages/source/${first}/${pname}/${pname}-${version}.${extension}`;
  return { kind: 'file', url, executable: false, recursive: false };
}

function hexSource(pin: Pin, read: AttributeReader): Found {
  const pkg = read.text('pkg');
  const version = read.text('version');
  if (pkg === undefined || version === undefined) return missing(pin, pkg === undefined ? 'pkg' : 'version');
  const problem = [pkg, version].map((text) => safeSegment('name on Hex', text)).find(isRefusal);
  return (
    problem ?? {
      kind: 'file',
      url: `https://repo.hex.pm/tarballs/${pkg}-${version}.tar`,
      executable: false,
      recursive: false,
    }
  );
}

function imageSource(pin: Pin, read: AttributeReader): Found {
  const name = read.text('imageName');
  const digest = read.text('imageDigest');
  if (name === undefined || digest === undefined) return missing(pin, name === undefined ? 'imageName' : 'imageDigest');
  const finalName = read.text('finalImageName') ?? name;
  return {
    kind: 'image',
    name,
    digest,
    os: read.text('os') ?? 'linux',
    arch: read.text('arch'),
    finalName,
    finalTag: read.text('finalImageTag') ?? 'latest',
  };
}

function query(pairs: readonly (readonly [string, string | undefined])[]): string {
  const set = pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return set.length === 0 ? '' : `?${set.join('&')}`;
}

/** The flake reference of `builtins.fetchGit`; exporting is its default unless submodules are fetched. */
function fetchGitSource(pin: Pin, read: AttributeReader, exportIgnore: boolean): Found {
  const url = read.text('url');
  if (url === undefined) return missing(pin, 'url');
  const submodules = read.flag('submodules', false);
  const flag = (name: string, otherwise: boolean): string | undefined => (read.flag(name, otherwise) ? '1' : undefined);
  const pairs = [
    ['rev', read.text('rev')],
    ['ref', read.text('ref')],
    ['submodules', submodules ? '1' : undefined],
    ['exportIgnore', flag('exportIgnore', exportIgnore && !submodules)],
    ['lfs', flag('lfs', false)],
    ['allRefs', flag('allRefs', false)],
  ] as const;
  return { kind: 'tree', reference: `git+${url}${query(pairs)}` };
}

function fetchTreeSource(pin: Pin, read: AttributeReader): Found {
  const type = read.text('type');
  switch (type) {
    case 'git':
      return fetchGitSource(pin, read, false);
    case 'github':
    case 'gitlab':
    case 'sourcehut': {
      const parts = [read.text('owner') ?? '', read.text('repo') ?? ''].map((text) =>
        safeSegment(`name on ${type}`, text),
      );
      const problem = parts.find(isRefusal);
      if (problem !== undefined) return problem;
      return {
        kind: 'tree',
        reference: `${type}:${parts.join('/')}${query([
          ['rev', read.text('rev')],
          ['ref', read.text('ref')],
          ['host', read.text('host')],
        ])}`,
      };
    }
    case 'tarball':
    case 'file': {
      const url = read.text('url');
      return url === undefined ? missing(pin, 'url') : { kind: 'tree', reference: `${type}+${url}` };
    }
    default:
      return { kind: 'unknown', message: `builtins.fetchTree of type ${type ?? 'unknown'} is left to Nix` };
  }
}

function repositorySource(pin: Pin, read: AttributeReader, kind: 'mercurial' | 'subversion'): Found {
  const url = read.text('url');
  if (url === undefined) return missing(pin, 'url');
  if (['fetchSubrepos', 'ignoreExternals', 'ignoreKeywords'].some((name) => isSet(pin, name)))
    return needsBuild(pin, 'it has options of its own');
  return { kind, url, rev: read.text('rev') ?? 'HEAD' };
}

function find(pin: Pin, read: AttributeReader): Found {
  const { name, kind } = pin.fetcher;
  if (kind === 'dependencies' || kind === 'builder')
    return needsBuild(pin, 'it is over what a package manager downloads');
  switch (name) {
    case 'builtins.fetchurl':
    case 'fetchurl':
      return fileSource(pin, read);
    case 'builtins.fetchTarball':
    case 'fetchzip':
      return archiveSource(pin, read);
    case 'fetchgit': {
      const url = addressOf(pin, read);
      return typeof url === 'string' ? gitSource(pin, url) : url;
    }
    case 'builtins.fetchGit':
      return fetchGitSource(pin, read, true);
    case 'builtins.fetchTree':
      return fetchTreeSource(pin, read);
    case 'fetchCrate':
      return crateSource(pin, read);
    case 'fetchPypi':
      return pypiSource(pin, read);
    case 'fetchHex':
      return hexSource(pin, read);
    case 'dockerTools.pullImage':
      return imageSource(pin, read);
    case 'fetchhg':
      return repositorySource(pin, read, 'mercurial');
    case 'fetchsvn':
      return repositorySource(pin, read, 'subversion');
    case 'requireFile':
      return { kind: 'manual', message: 'requireFile downloads nothing: add the file to the store by hand' };
    default:
      return pin.fetcher.archiveUrl === undefined
        ? needsBuild(pin, 'no tool fetches it alone')
        : forgeSource(pin, read);
  }
}

/** Attributes that say where a source is, beyond those that change its hash. */
const ADDRESS = [
  'url',
  'urls',
  'rev',
  'tag',
  'ref',
  'owner',
  'repo',
  'group',
  'domain',
  'githubBase',
  'vc',
  'type',
  'host',
  'private',
];
/** The same for fetchers of registries. */
const PACKAGE = ['pname', 'crateName', 'pkg', 'version', 'registryDl', 'imageName'];
const OF_REGISTRIES = new Set(['fetchCrate', 'fetchPypi', 'fetchHex', 'dockerTools.pullImage']);

/** What a pin fetches, or why that cannot be told. */
export function sourceOf(pin: Pin): Found {
  const { name, hashChanging, gitSwitches } = pin.fetcher;
  const relevant = [...ADDRESS, ...(OF_REGISTRIES.has(name) ? PACKAGE : []), ...hashChanging, ...gitSwitches];
  const readable = relevant.filter((attribute) => !HOOKS.includes(attribute));
  const found = hooked(pin) ?? find(pin, attributeReader(pin));
  // A build knows every value.
  return found.kind === 'build' ? found : (firstUnknown(pin, readable) ?? found);
}
