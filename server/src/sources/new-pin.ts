import { quoteString } from '../syntax/quote';
import { isRefusal, type Refusal, safeUrl } from './safety';

/** A fetcher's call for an address, with an empty hash and, for a repository, an empty revision: `upgrade` or `prefetch` fill them. */
export interface NewPin {
  readonly fetcher: string;
  readonly text: string;
}

/** Forges by host; others are told by `.git` alone. */
const FORGES: ReadonlyMap<string, string> = new Map([
  ['github.com', 'fetchFromGitHub'],
  ['gitlab.com', 'fetchFromGitLab'],
  ['codeberg.org', 'fetchFromCodeberg'],
  ['git.sr.ht', 'fetchFromSourcehut'],
  ['bitbucket.org', 'fetchFromBitbucket'],
]);

const ARCHIVE = /\.(tar(\.(gz|xz|bz2))?|tgz|txz|tbz2?|zip)$/i;
/** What follows owner and repository in a forge's address of a revision. */
const REVISION = /^(?:-\/)?(?:tree|commit|src\/(?:commit|tag|branch)|releases\/tag|tags|commits)\/([^/]+)$/;

function call(fetcher: string, attributes: readonly (readonly [string, string])[]): NewPin {
  const lines = attributes.map(([name, value]) => `  ${name} = ${quoteString(value)};\n`).join('');
  return { fetcher, text: `${fetcher} {\n${lines}}` };
}

function forgeCall(fetcher: string, path: string): NewPin | undefined {
  const [owner = '', name = '', ...rest] = path.split('/').filter((part) => part !== '');
  const repo = name.replace(/\.git$/, '');
  const rev = rest.length === 0 ? '' : REVISION.exec(rest.join('/'))?.[1];
  if (owner === '' || repo === '' || rev === undefined) return undefined;
  return call(fetcher, [
    ['owner', owner],
    ['repo', repo],
    ['rev', rev],
    ['hash', ''],
  ]);
}

/** The call that pins what an address leads to; insecure addresses are taken, and are refused when they are fetched. */
export function newPin(address: string): NewPin | Refusal {
  const text = address.trim().replace(/^git\+(?=https?:)/, '');
  const url = safeUrl(text, true);
  if (isRefusal(url)) return url;
  const forge = FORGES.get(url.hostname);
  const forged = forge === undefined || ARCHIVE.test(url.pathname) ? undefined : forgeCall(forge, url.pathname);
  if (forged !== undefined) return forged;
  if (url.pathname.endsWith('.git') || address.trim().startsWith('git+') || url.protocol === 'git:') {
    return call('fetchgit', [
      ['url', text],
      ['rev', ''],
      ['hash', ''],
    ]);
  }
  return call(ARCHIVE.test(url.pathname) ? 'fetchzip' : 'fetchurl', [
    ['url', text],
    ['hash', ''],
  ]);
}
