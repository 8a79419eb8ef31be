import { mergeAttrs } from '../attrs';
import { expectAttrs, expectBool, expectList } from '../expect';
import { coerceText } from '../lib/kit';
import { urlToName } from '../lib/sources';
import { native } from '../native';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, type Func, isUnknown, type Lazy, str, unknown, type Value } from '../value';
import { fixedOutput } from './fixed-output';
import { overriding } from './overriding';
import { makePackage } from './package';

type NameOf = (rt: Runtime, args: Attrs) => Lazy | undefined;

interface Fetcher {
  /** What the hash is of: one file, or the archive of a tree. */
  readonly mode: (rt: Runtime, args: Attrs) => 'flat' | 'recursive';
  /** The store name where neither `name` nor `pname` with `version` is given; undefined where it is not known. */
  readonly name: NameOf;
}

const textAttr = (rt: Runtime, args: Attrs, name: string): string | undefined => {
  const given = args.entries.get(name);
  if (given === undefined || force(given.value) === null) return undefined;
  const text = coerceText(rt, given.value);
  return text.holes === undefined && text.text !== '' ? text.text : undefined;
};

const isSet = (rt: Runtime, args: Attrs, name: string): boolean => {
  const given = args.entries.get(name);
  const value = given === undefined ? false : force(given.value);
  return value !== false && value !== null && expectBool(rt, value);
};

function firstUrl(rt: Runtime, args: Attrs): string | undefined {
  const urls = args.entries.get('urls');
  const first = urls === undefined ? undefined : expectList(urls.value).items[0];
  const text = first === undefined ? undefined : coerceText(rt, first);
  return textAttr(rt, args, 'url') ?? (text?.holes === undefined ? text?.text : undefined);
}

const flat = () => 'flat' as const;
const recursive = () => 'recursive' as const;
const source: NameOf = () => str('source');

const lastOfUrl: NameOf = (rt, args) => {
  const url = firstUrl(rt, args);
  return url === undefined ? undefined : str(baseName(url));
};

/** `<repo>-<short revision>`, with the folder that alone is taken (nixpkgs lib/sources.nix and build-support/fetchgit). */
const gitName: NameOf = (rt, args) => {
  const url = textAttr(rt, args, 'url');
  if (url === undefined) return undefined;
  const rev = textAttr(rt, args, 'rev');
  const rootDir = textAttr(rt, args, 'rootDir');
  const suffix = rev !== undefined && /^[a-f0-9]+$/.test(rev) ? `-${rev.slice(0, 7)}` : '';
  return str(`${urlToName(url)}${suffix}${rootDir === undefined ? '' : `-${rootDir.replaceAll('/', '-')}`}`);
};

const pypiName: NameOf = (rt, args) => {
  const [pname, version] = [textAttr(rt, args, 'pname'), textAttr(rt, args, 'version')];
  const format = textAttr(rt, args, 'format') ?? 'setuptools';
  if (pname === undefined || version === undefined || format === 'wheel') return undefined;
  return str(`${pname}-${version}.${textAttr(rt, args, 'extension') ?? 'tar.gz'}`);
};

const crateName: NameOf = (rt, args) => {
  const crate = textAttr(rt, args, 'crateName') ?? textAttr(rt, args, 'pname');
  const version = textAttr(rt, args, 'version');
  return crate === undefined || version === undefined ? undefined : str(`${crate}-${version}.tar.gz`);
};

const FETCHERS: Readonly<Record<string, Fetcher>> = {
  fetchurl: {
    mode: (rt, args) => (isSet(rt, args, 'executable') || isSet(rt, args, 'recursiveHash') ? 'recursive' : 'flat'),
    name: lastOfUrl,
  },
  fetchzip: { mode: recursive, name: source },
  fetchgit: { mode: recursive, name: gitName },
  fetchpatch: { mode: flat, name: lastOfUrl },
  fetchpatch2: { mode: flat, name: lastOfUrl },
  fetchFromGitHub: { mode: recursive, name: source },
  fetchFromGitLab: { mode: recursive, name: source },
  fetchFromGitea: { mode: recursive, name: source },
  fetchFromForgejo: { mode: recursive, name: source },
  fetchFromCodeberg: { mode: recursive, name: source },
  fetchFromSourcehut: { mode: recursive, name: source },
  fetchFromBitbucket: { mode: recursive, name: source },
  fetchFromSavannah: { mode: recursive, name: source },
  fetchFromGitiles: { mode: recursive, name: source },
  fetchFromRepoOrCz: { mode: recursive, name: () => undefined },
  fetchFromRadicle: { mode: recursive, name: () => undefined },
  fetchsvn: { mode: recursive, name: () => undefined },
  fetchhg: { mode: recursive, name: () => undefined },
  fetchcvs: { mode: recursive, name: () => undefined },
  fetchfossil: { mode: recursive, name: () => undefined },
  fetchtorrent: { mode: recursive, name: () => undefined },
  fetchPypi: { mode: flat, name: pypiName },
  fetchCrate: {
    mode: (rt, args) => (args.entries.has('unpack') && !isSet(rt, args, 'unpack') ? 'flat' : 'recursive'),
    name: crateName,
  },
};

/** Fetchers whose `pname` and `version` mean what is fetched, and that take no `name` from them. */
const OWN_PNAME = new Set(['fetchPypi', 'fetchCrate']);

function givenName(rt: Runtime, fetcher: string, args: Attrs): Lazy | undefined {
  const name = args.entries.get('name');
  if (name !== undefined && force(name.value) !== null && coerceText(rt, name.value).text !== '') return name.value;
  const [pname, version] = [args.entries.get('pname'), args.entries.get('version')];
  if (pname === undefined || version === undefined || OWN_PNAME.has(fetcher)) return undefined;
  return concatStrings(rt, [coerceText(rt, pname.value), str('-'), coerceText(rt, version.value)]);
}

/** What a fetcher gives: a package whose path is the real one where hash and name are known. */
function fetched(rt: Runtime, fetcher: string, argument: Lazy): Value {
  const rules = FETCHERS[fetcher];
  const args = expectAttrs(argument);
  const why = `pkgs.${fetcher} { … }`;
  if (rules === undefined) return unknown(why);
  const chosen = delay(rt, () => force(givenName(rt, fetcher, args) ?? rules.name(rt, args) ?? unknown(`${why}.name`)));
  const shown = delay(rt, () => {
    const name = force(chosen);
    return isUnknown(name) ? str('source') : name;
  });
  return makePackage(rt, {
    why,
    name: shown,
    pname: shown,
    program: shown,
    fields: mergeAttrs(args, extraFields(rt, args)),
    outputs: ['out'],
    knownPath: (run) => {
      const name = force(chosen);
      return isUnknown(name) ? undefined : fixedOutput({ name, args, mode: rules.mode(run, args) });
    },
    rebuild: (run, change) => {
      const fresh = overriding(run, change, args);
      return fetched(run, fetcher, isUnknown(fresh) ? args : mergeAttrs(args, expectAttrs(fresh)));
    },
    other: (attribute) => unknown(`(${why}).${attribute}`),
  });
}

/** `rev` and `tag` stand for each other, as in fetchFromGitHub's result; the hash is `outputHash` as well. */
function extraFields(rt: Runtime, args: Attrs): Attrs {
  const rev = args.entries.get('rev');
  const tag = args.entries.get('tag');
  const revision = rev === undefined && tag !== undefined ? attrsOf({ rev: refOf(rt, tag.value) }) : attrsOf({});
  const hash = args.entries.get('hash') ?? args.entries.get('sha256');
  return hash === undefined ? revision : mergeAttrs(revision, attrsOf({ outputHash: hash.value }));
}

const refOf = (rt: Runtime, tag: Lazy): Lazy =>
  delay(rt, () => {
    const value = force(tag);
    return value === null ? null : concatStrings(rt, [str('refs/tags/'), coerceText(rt, value)]);
  });

/** nixpkgs' fetchers. */
export const fetchers: Readonly<Record<string, Func>> = Object.fromEntries(
  Object.keys(FETCHERS).map((name) => [name, native(name, 1, (rt, argument) => fetched(rt, name, argument))]),
);
