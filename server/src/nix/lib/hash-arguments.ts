import { mergeAttrs, removeAttrs } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectText } from '../expect';
import { native } from '../native';
import { sortNames } from '../order';
import { force } from '../thunk';
import { type Attrs, attrsOf, list, str } from '../value';
import { call, functions, type Members, member, namedArgs, texts, thrown } from './kit';
import { functionArgs, setFunctionArgs } from './trivial';

export const FAKE = {
  hash: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  sha256: '0'.repeat(64),
  sha512: '0'.repeat(128),
} as const;

const fakeFor = (name: string): string => {
  if (name === 'hash' || name === 'sha256' || name === 'sha512') return FAKE[name];
  throw thrown(`no “fake hash” defined for ${name}`);
};

/** `lib.fetchers.normalizeHash`: one of several hash arguments as `outputHash` and `outputHashAlgo`. */
function normalizeHash(args: Attrs, types: readonly string[], required: boolean): Attrs {
  if (args.entries.has('outputHash')) return args;
  const names = ['hash', ...types];
  const given = sortNames(names.filter((name) => args.entries.has(name)));
  const [name] = given;
  if (given.length > 1) throw thrown(`fetcher called with mutually-incompatible arguments: ${given.join(', ')}`);
  const rest = removeAttrs(args, new Set(names));
  if (name === undefined) {
    if (required) throw thrown('fetcher called without `hash`');
    return rest;
  }
  const value = expectText(member(args, name));
  return mergeAttrs(
    rest,
    attrsOf({
      outputHashAlgo: name === 'hash' ? null : str(name),
      outputHash: value.text === '' ? str(fakeFor(name)) : value,
    }),
  );
}

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'];

/** nixpkgs lib/fetchers.nix. */
export const fetcherFunctions: Members = {
  ...functions({
    normalizeHash: (_rt, options, args) => {
      const given = namedArgs(options, { hashTypes: list([str('sha256')]), required: true });
      return normalizeHash(expectAttrs(args), texts(given.hashTypes), force(given.required) === true);
    },
    withNormalizedHash: (rt, options, fetcher) => {
      const types = texts(namedArgs(options, { hashTypes: list([str('sha256')]) }).hashTypes);
      const formals = functionArgs(rt, fetcher);
      const optional = formals.entries.get('outputHash')?.value;
      if (optional === undefined || !formals.entries.has('outputHashAlgo'))
        throw new NixError('assert', "assertion '(fArgs ? outputHash && fArgs ? outputHashAlgo)' failed");
      const required = force(optional) !== true;
      const normalized = native('withNormalizedHash', 1, (run, args) =>
        call(run, fetcher, normalizeHash(expectAttrs(args), types, required)),
      );
      const kept = removeAttrs(formals, new Set(['outputHash', 'outputHashAlgo']));
      return setFunctionArgs(normalized, mergeAttrs(kept, attrsOf({ hash: optional })));
    },
  }),
  proxyImpureEnvVars: list(
    [...PROXY_VARIABLES, ...PROXY_VARIABLES.map((name) => name.toUpperCase()), 'NIX_SSL_CERT_FILE'].map((name) =>
      str(name),
    ),
  ),
};
