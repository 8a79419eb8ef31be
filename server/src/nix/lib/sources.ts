import { expectItems, expectString, expectText, knownText } from '../expect';
import { native } from '../native';
import { baseName, dirName, resolvePath } from '../paths';
import type { Runtime } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, type Lazy, type NixString, str } from '../value';
import { call, coerceText, functions, type Members, member, namedArgs, REQUIRED, texts, thrown, trueFor } from './kit';

const VCS_FOLDERS = new Set(['.svn', 'CVS', '.hg', '.jj', '.pijul', '_darcs']);

/** `lib.cleanSourceFilter`: what is worth copying: no version control, editor backups, objects, build results. */
function isClean(name: string, type: string): boolean {
  const base = baseName(name);
  if (base === '.git' || (type === 'directory' && VCS_FOLDERS.has(base))) return false;
  if (/~$|\.o$|\.so$/.test(base) || /^\.sw[a-z]$|^\..*\.sw[a-z]$/.test(base)) return false;
  return !(type === 'symlink' && base.startsWith('result')) && type !== 'unknown';
}

type Filter = (rt: Runtime, path: Lazy, type: Lazy) => boolean;

const given =
  (f: Lazy): Filter =>
  (rt, path, type) =>
    trueFor(rt, f, path, type);

interface Source {
  readonly original: Lazy;
  readonly filter: Filter;
  readonly name: Lazy;
}

function sourceOf(lazy: Lazy): Source {
  const value = force(lazy);
  if (!isAttrs(value) || !value.entries.has('_isLibCleanSourceWith'))
    return { original: lazy, filter: () => true, name: str('source') };
  return { original: member(value, 'origSrc'), filter: given(member(value, 'filter')), name: member(value, 'name') };
}

/** A filtered copy of a folder; its hash is left open, for it needs every file. */
function filteredSource(rt: Runtime, lazy: Lazy, filter: Filter, name: Lazy | undefined): Attrs {
  const source = sourceOf(lazy);
  const chosen = name ?? source.name;
  return attrsOf({
    _isLibCleanSourceWith: true,
    origSrc: source.original,
    filter: native('filter', 2, (run, path, type) => filter(run, path, type) && source.filter(run, path, type)),
    name: chosen,
    outPath: delay(rt, () => {
      const target = unknownStorePath(expectString(chosen));
      const copiedFrom = coerceText(rt, source.original).text;
      return storeString({ path: target, encoded: target, copiedFrom }, copiedFrom);
    }),
  });
}

const ARCHIVE = /\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd)$/;

/** `lib.sources.urlToName`: the last part of a URL without endings of archives and repositories. */
export function urlToName(url: string): string {
  let name = baseName(url.replace(/\/$/, '').split(':').at(-1) ?? '');
  while (ARCHIVE.test(name)) name = name.replace(ARCHIVE, '');
  return name;
}

/** `lib.sources.shortRev`: seven characters of a commit, or the version that a tag names. */
function shortRev(rev: string): string {
  const base = baseName(rev);
  if (/^[a-f0-9]+$/.test(base)) return base.slice(0, 7);
  return /^([A-Za-z]+[-_. ]?)*(v)?([0-9.]+.*)$/.exec(base)?.[3] ?? base;
}

function repoName(repo: Lazy, rev: Lazy, suffix: Lazy, rt: Runtime): NixString {
  const part = (value: Lazy, change: (text: string) => string) =>
    force(value) === null ? '' : `-${change(knownText(coerceText(rt, value)))}`;
  const base = urlToName(knownText(coerceText(rt, repo)));
  return str(`${base}${part(rev, shortRev)}${part(suffix, (text) => text)}-source`);
}

/** The commit that `HEAD` of a repository on disk names, or why there is none. */
function commitOf(rt: Runtime, repository: string): { readonly commit: string } | { readonly problem: string } {
  const link = rt.files.stat(repository) === 'regular' ? rt.files.readText(repository) : undefined;
  const folder =
    link === undefined ? repository : resolvePath(dirName(repository), /^gitdir: (.*)$/m.exec(link)?.[1] ?? '');
  const shared = rt.files.readText(`${folder}/commondir`)?.trim();
  const common = shared === undefined ? folder : resolvePath(folder, shared);
  const head = rt.files.readText(`${folder}/HEAD`)?.trim();
  if (head === undefined) return { problem: `Not a .git directory: ${repository}` };
  const ref = /^ref: (.*)$/.exec(head)?.[1];
  if (ref === undefined) return { commit: head };
  const loose = rt.files.readText(`${common}/${ref}`)?.trim();
  if (loose !== undefined) return { commit: loose };
  const packed = rt.files.readText(`${common}/packed-refs`)?.split('\n');
  const line = packed?.find((one) => one.endsWith(` ${ref}`));
  return line === undefined
    ? { problem: `Could not find ${ref} in ${common}/packed-refs` }
    : { commit: line.slice(0, line.indexOf(' ')) };
}

const pathOf = (rt: Runtime, lazy: Lazy) => knownText(coerceText(rt, lazy));

/** A glob of `sourceByGlobs` for one component of a path; `**` stands for any number of them. */
function globMatches(globs: readonly string[], parts: readonly string[], folder: boolean): boolean {
  const [glob, ...rest] = globs;
  const [part, ...others] = parts;
  if (part === undefined) return glob === undefined || folder;
  if (glob === undefined) return false;
  if (glob === '**') return rest.length === 0 || globMatches(rest, parts, folder) || globMatches(globs, others, folder);
  const pattern = glob.split(/\*+/).map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^/]*')}$`).test(part) && globMatches(rest, others, folder);
}

/** nixpkgs lib/sources.nix; `match` is `builtins.match`. */
export const sources = (match: Lazy): Members =>
  functions({
    cleanSourceFilter: (_rt, name, type) => isClean(expectString(name), expectString(type)),
    cleanSource: (rt, src) =>
      filteredSource(rt, src, (_run, name, type) => isClean(expectString(name), expectString(type)), undefined),
    cleanSourceWith: (rt, options) => {
      const { src, filter, name } = namedArgs(options, { src: REQUIRED, filter: null, name: null });
      const f = force(filter);
      return filteredSource(rt, src, f === null ? () => true : given(f), force(name) === null ? undefined : name);
    },
    sourceByRegex: (rt, src, regexes) => {
      const root = `${pathOf(rt, sourceOf(src).original)}/`;
      const matches: Filter = (run, name) => {
        const whole = expectString(name);
        const relative = str(whole.startsWith(root) ? whole.slice(root.length) : whole);
        return expectItems(regexes).some((regex) => call(run, match, regex, relative) !== null);
      };
      return filteredSource(rt, src, matches, undefined);
    },
    sourceFilesBySuffices: (rt, src, suffixes) => {
      const endings = texts(suffixes);
      const kept: Filter = (_run, name, type) =>
        expectString(type) === 'directory' || endings.some((ending) => expectString(name).endsWith(ending));
      return filteredSource(rt, src, kept, undefined);
    },
    sourceByGlobs: (rt, src, patterns) => {
      const root = `${pathOf(rt, src)}/`;
      const globs = texts(patterns).map((pattern) => pattern.split('/').filter((part) => part !== ''));
      const kept: Filter = (_run, name, type) => {
        const parts = expectString(name).slice(root.length).split('/');
        const folder = ['directory', 'symlink'].includes(expectString(type));
        return globs.some((glob) => globMatches(glob, parts, folder));
      };
      return filteredSource(rt, src, kept, undefined);
    },
    trace: (_rt, src) => force(src),
    pathIsGitRepo: (rt, where) => 'commit' in commitOf(rt, pathOf(rt, where)),
    commitIdFromGitRepo: (rt, where) => {
      const found = commitOf(rt, pathOf(rt, where));
      if ('problem' in found) throw thrown(found.problem);
      return str(found.commit);
    },
    pathHasContext: (_rt, value) => (expectText(value).context?.size ?? 0) > 0,
    canCleanSource: (rt, src) => {
      const value = force(src);
      if (isAttrs(value) && value.entries.has('_isLibCleanSourceWith')) return true;
      return (coerceText(rt, value).context?.size ?? 0) === 0;
    },
    urlToName: (rt, url) => str(urlToName(pathOf(rt, url))),
    shortRev: (rt, rev) => str(shortRev(pathOf(rt, rev))),
    revOrTag: (_rt, rev, tag) => force(tag) ?? force(rev) ?? str('HEAD'),
    repoRevToName: (rt, kind) => {
      switch (expectString(kind)) {
        case 'source':
          return native('repoRevToName', 3, () => str('source'));
        case 'versioned':
          return native('repoRevToName', 3, (_run, repo, rev) => repoName(repo, rev, null, rt));
        case 'full':
          return native('repoRevToName', 3, (_run, repo, rev, suffix) => repoName(repo, rev, suffix, rt));
        default:
          throw thrown('repoRevToName: invalid kind');
      }
    },
  });
