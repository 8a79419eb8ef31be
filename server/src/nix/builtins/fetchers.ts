import { attrsFrom } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectString } from '../expect';
import { baseName } from '../paths';
import { unknownStorePath } from '../store-copy';
import { force } from '../thunk';
import { type Attrs, type Func, isString, isUnknown, type Lazy, str, unknown, type Value } from '../value';
import { primop } from './kit';
import { pinnedPath, sourceString } from './pinned';
import { checkName } from './store-name';

/** What a fetcher was asked for: a URL alone, or a set. */
interface Request {
  readonly url: string;
  readonly get: (name: string) => Lazy | undefined;
}

function request(argument: Lazy, fetcher: string): Request {
  const value = force(argument);
  if (isString(value)) return { url: expectString(value), get: () => undefined };
  const set = expectAttrs(value);
  const url = set.entries.get('url')?.value;
  if (url === undefined) throw new NixError('eval', `'url' argument required to '${fetcher}'`);
  const location = force(url);
  const text = isUnknown(location)
    ? ''
    : typeof location === 'object' && location?.kind === 'path'
      ? location.path
      : expectUrl(location);
  return { url: text, get: (name) => set.entries.get(name)?.value };
}

/** A URL with holes is good enough for what its end says. */
function expectUrl(value: Value): string {
  return isString(value) ? value.text : expectString(value);
}

function nameOf({ get }: Request, fallback: string): string {
  const name = get('name');
  if (name === undefined && fallback.includes('‹')) return fallback;
  return checkName(name === undefined ? fallback : expectString(name));
}

function fetchFile(argument: Lazy): Value {
  const asked = request(argument, 'fetchurl');
  const name = nameOf(asked, baseName(asked.url));
  const hash = asked.get('sha256');
  if (hash === undefined) return sourceString(unknownStorePath(name), asked.url);
  return pinnedPath({ name: checkName(name), hash, algorithm: 'sha256', mode: 'flat', url: asked.url });
}

function fetchTarball(argument: Lazy): Value {
  const asked = request(argument, 'fetchTarball');
  const name = nameOf(asked, 'source');
  const hash = asked.get('sha256');
  if (hash === undefined) return sourceString(unknownStorePath(name), asked.url);
  return pinnedPath({ name, hash, algorithm: 'sha256', mode: 'recursive', url: asked.url });
}

const KNOWN = ['rev', 'ref', 'narHash', 'lastModified', 'revCount', 'submodules'];

/** A tree that is fetched: its path where `narHash` pins it, and what else was asked for; the rest is open. */
function fetchTree(fetcher: string, argument: Lazy): Value {
  const value = force(argument);
  const text = isString(value) ? value.text : undefined;
  if (text !== undefined && /^file:(?!\/)/.test(text)) {
    throw new NixError('eval', `tarball '${text}' must use an absolute path`);
  }
  const set = text === undefined ? expectAttrs(value) : undefined;
  const hash = set?.entries.get('narHash')?.value;
  for (const [key, attr] of set?.entries ?? []) {
    const given = force(attr.value);
    if (typeof given === 'bigint' && given < 0n) {
      throw new NixError('eval', `negative value given for '${fetcher}' argument '${key}': ${given}`);
    }
  }
  const named = set?.entries.get('name')?.value;
  const name = checkName(named === undefined ? 'source' : expectString(named));
  const url = text ?? locationOf(set);
  const outPath =
    hash === undefined
      ? sourceString(unknownStorePath(name), url)
      : pinnedPath({ name, hash, algorithm: undefined, mode: 'recursive', url });
  const given = KNOWN.flatMap((key) => {
    const entry = set?.entries.get(key);
    return entry === undefined ? [] : [[key, entry.value] as const];
  });
  const rev = set?.entries.get('rev')?.value;
  const short = rev === undefined ? [] : [['shortRev', shortRev(rev)] as const];
  return attrsFrom([...given, ...short, ['outPath', outPath]], {
    why: fetcher,
    get: (key) => unknown(`${fetcher}.${key}`),
  });
}

/** The URL of a tree; one of a forge is made from owner and repository. */
function locationOf(set: Attrs | undefined): string | undefined {
  const text = (name: string) => {
    const entry = set?.entries.get(name);
    const value = entry === undefined ? null : force(entry.value);
    return isString(value) ? value.text : undefined;
  };
  const [owner, repo] = [text('owner'), text('repo')];
  return text('url') ?? (owner === undefined || repo === undefined ? undefined : `${text('type')}:${owner}/${repo}`);
}

function shortRev(rev: Lazy): Value {
  const value = force(rev);
  return isUnknown(value) ? value : str(expectString(value).slice(0, 7));
}

function getFlake(argument: Lazy): Value {
  const value = force(argument);
  const name = isUnknown(value) ? value.why : isString(value) ? value.text : expectString(value);
  return unknown(`builtins.getFlake ${JSON.stringify(name)}`);
}

export const fetcherBuiltins: readonly Func[] = [
  primop('fetchGit', 1, (_rt, argument) => fetchTree('builtins.fetchGit', argument)),
  primop('fetchMercurial', 1, (_rt, argument) => fetchTree('builtins.fetchMercurial', argument)),
  primop('fetchTarball', 1, (_rt, argument) => fetchTarball(argument)),
  primop('fetchTree', 1, (_rt, argument) => fetchTree('builtins.fetchTree', argument)),
  primop('fetchurl', 1, (_rt, argument) => fetchFile(argument)),
  primop('getFlake', 1, (_rt, argument) => getFlake(argument)),
];
