import { type AttributeReader, attributeReader } from './attribute-reader';
import type { Pin } from './pin';
import { isRefusal, type Refusal, safeRev, safeSegment } from './safety';

/** What may stand in a fetcher's address, by the place's name. */
type Places = Readonly<Record<string, string | undefined>>;

function fill(template: string, places: Places): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '');
}

/** A GitLab path as its API wants it: `group%2Fowner%2Frepo`, dots too (nixpkgs, fetchgitlab). */
function escapedSlug(slug: string): string {
  return slug.replaceAll('.', '%2E').replaceAll('/', '%2F');
}

function domainOf(pin: Pin, read: AttributeReader): string {
  if (pin.fetcher.name === 'fetchFromSourcehut') return read.text('domain') ?? 'sr.ht';
  return read.text('domain') ?? pin.fetcher.host ?? '';
}

/** Each part checked on its own; an owner may have several on GitLab. */
function checked(pin: Pin, read: AttributeReader): Refusal | undefined {
  const names = ['owner', 'repo', 'group', 'domain', 'githubBase', 'vc'];
  const problems = names.flatMap((name) =>
    (read.text(name) ?? '')
      .split('/')
      .filter((part) => part !== '')
      .map((part) => safeSegment(`${name} of ${pin.fetcher.name}`, part)),
  );
  return problems.find(isRefusal);
}

function revisionIn(pin: Pin, template: string, rev: string): string {
  if (pin.fetcher.name === 'fetchFromGitLab') return encodeURIComponent(rev);
  return template.includes('?')
    ? encodeURIComponent(rev)
    : encodeURI(rev).replaceAll('#', '%23').replaceAll('?', '%3F');
}

export interface ForgeAddresses {
  readonly archive: string | undefined;
  readonly git: string | undefined;
}

/** The addresses that a forge's fetcher makes of owner, repository and revision. */
export function forgeAddresses(pin: Pin, rev: string): ForgeAddresses | Refusal {
  const read = attributeReader(pin);
  const problem = checked(pin, read);
  if (problem !== undefined) return problem;
  const revision = safeRev(rev);
  if (isRefusal(revision)) return revision;
  const { archiveUrl, gitUrl, name } = pin.fetcher;
  const domain = domainOf(pin, read);
  const owner = read.text('owner') ?? '';
  const repo = read.text('repo') ?? '';
  const group = read.text('group');
  const slug = [...(group === undefined ? [] : [group]), owner, repo].join('/');
  const vc = read.text('vc') ?? 'git';
  const host = name === 'fetchFromGitHub' ? (read.text('githubBase') ?? pin.fetcher.host) : domain;
  const places: Places = {
    host,
    domain,
    owner,
    repo,
    slug,
    escapedSlug: escapedSlug(slug),
    vc,
    url: read.text('url')?.replace(/\/+$/, ''),
    last: repo.split('/').at(-1),
  };
  const git =
    name === 'fetchFromSourcehut'
      ? `https://${vc}.${domain}/${owner}/${repo}`
      : (gitUrl ?? (owner === '' ? undefined : 'https://{domain}/{owner}/{repo}.git'));
  return {
    archive: archiveUrl && fill(archiveUrl, { ...places, rev: revisionIn(pin, archiveUrl, rev) }),
    git: git && fill(git, places),
  };
}
