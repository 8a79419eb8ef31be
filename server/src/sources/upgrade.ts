import type { Edit } from '../base/edit';
import type { Host } from '../base/host';
import { compareVersions } from '../nix/builtins/versions';
import type { Hash } from '../store/hash';
import { hashEdits, templateEdit } from './edit';
import { forgeAddresses } from './forge';
import { inTemporaryFolder, runGit } from './git';
import { type Pin, textOf } from './pin';
import { type NoPlan, type PlanOptions, planFor } from './plan';
import { type PrefetchOptions, type PrefetchResult, prefetch } from './prefetch';
import { isRefusal, safeUrl } from './safety';

/** A branch or tag of a repository. */
export interface Ref {
  /** `HEAD`, `refs/heads/main`, `refs/tags/v1`. */
  readonly name: string;
  readonly commit: string;
}

/** The refs that `git ls-remote` prints; a tag stands for the commit it points to. */
export function parseRefs(stdout: string): readonly Ref[] {
  const refs = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [, commit, name] = /^([0-9a-f]{40,64})\t(\S+)$/.exec(line) ?? [];
    if (commit !== undefined && name !== undefined) refs.set(name.replace(/\^\{\}$/, ''), commit);
  }
  return [...refs].map(([name, commit]) => ({ name, commit }));
}

/** The repository that a pin's revisions come from. */
export function remoteOf(pin: Pin, { allowInsecure }: PlanOptions): string | NoPlan {
  const url = pin.fetcher.archiveUrl === undefined ? textOf(pin, 'url') : undefined;
  const forge = pin.fetcher.archiveUrl === undefined ? undefined : forgeAddresses(pin, 'HEAD');
  if (isRefusal(forge)) return forge;
  const address =
    forge?.git ??
    (pin.attributes.has('rev') || pin.attributes.has('tag') || pin.fetcher.name === 'fetchgit' ? url : undefined);
  if (address === undefined)
    return {
      kind: 'unsupported',
      message: `${pin.fetcher.name} names no repository that could be asked for newer revisions`,
    };
  const checked = safeUrl(address, allowInsecure);
  return isRefusal(checked) ? checked : address;
}

const COMMIT = /^[0-9a-f]{40}$/;
const PRERELEASE = /(alpha|beta|rc|pre|dev|nightly|snapshot|test)[-._]?\d*$|\d(a|b)\d*$/i;
const TAG_PARTS = /^(\D*)(\d.*)$/;

interface Version {
  readonly tag: string;
  readonly version: string;
}

/** The tags that are versions written as the current one is, oldest first: the same words before the first digit. */
function releases(current: string, refs: readonly Ref[]): readonly Version[] {
  const [, prefix = '', now = ''] = TAG_PARTS.exec(current) ?? [];
  const versions = refs.flatMap(({ name }): readonly Version[] => {
    const tag = /^refs\/tags\/(.+)$/.exec(name)?.[1] ?? '';
    const [, before, version] = TAG_PARTS.exec(tag) ?? [];
    if (before !== prefix || version === undefined || (PRERELEASE.test(version) && !PRERELEASE.test(now))) return [];
    return [{ tag, version }];
  });
  return versions.toSorted((a, b) => compareVersions(a.version, b.version));
}

export interface Revision {
  readonly attribute: 'rev' | 'tag';
  readonly revision: string;
}

/** The newest revision of the kind that a pin names: a release for a tag, else the newest commit. Undefined when there is none newer. */
export function newestRevision(pin: Pin, refs: readonly Ref[]): Revision | undefined {
  const attribute = textOf(pin, 'tag') === undefined ? 'rev' : 'tag';
  const current = (textOf(pin, attribute) ?? '').replace(/^refs\/tags\//, '');
  if (attribute === 'rev' && (COMMIT.test(current) || current === '')) {
    const branch = textOf(pin, 'branchName');
    const newest = refs.find(({ name }) => name === (branch === undefined ? 'HEAD' : `refs/heads/${branch}`))?.commit;
    return newest === undefined || newest === current ? undefined : { attribute, revision: newest };
  }
  const newest = releases(current, refs).at(-1);
  const [, , now = ''] = TAG_PARTS.exec(current) ?? [];
  if (newest === undefined || compareVersions(newest.version, now) <= 0) return undefined;
  const full = (textOf(pin, attribute) ?? '').startsWith('refs/tags/');
  return { attribute, revision: full ? `refs/tags/${newest.tag}` : newest.tag };
}

/** The pin as it would be with another revision. */
function withRevision(pin: Pin, { attribute, revision }: Revision): Pin | undefined {
  const found = pin.attributes.get(attribute);
  return found && { ...pin, attributes: new Map([...pin.attributes, [attribute, { ...found, value: revision }]]) };
}

export type UpgradeResult =
  | {
      readonly kind: 'upgraded';
      readonly newest: Revision;
      readonly hash: Hash;
      readonly edits: readonly Edit[];
    }
  | { readonly kind: 'newest'; readonly message: string }
  | Exclude<PrefetchResult, { readonly kind: 'hash' }>;

function revisionEdit(pin: Pin, { attribute, revision }: Revision): Edit | undefined {
  const template = pin.attributes.get(attribute)?.template;
  return template && templateEdit(template, revision);
}

/** The edits that give a pin another revision and its hash; undefined where one of them is not written in this file. */
export function upgradeEdits(pin: Pin, newest: Revision, hash: Hash): readonly Edit[] | undefined {
  const revision = revisionEdit(pin, newest);
  const hashes = hashEdits(pin, hash);
  return revision && hashes && [revision, ...hashes];
}

/** Looks for a newer revision, fetches it, and gives the edits of revision and hash together, each where it is written. */
export async function upgrade(pin: Pin, host: Host, options: PrefetchOptions): Promise<UpgradeResult> {
  if (pin.held) return { kind: 'unsupported', message: 'a "pin" comment holds this source at its revision' };
  const remote = remoteOf(pin, options);
  if (typeof remote !== 'string') return remote;
  const args = ['ls-remote', '--quiet', remote, 'HEAD', 'refs/heads/*', 'refs/tags/*'];
  options.onProgress?.(`git ${args.join(' ')}`);
  const listed = await inTemporaryFolder(host, ({ path }) => runGit(args, { folder: path, lfs: false }, host, options));
  if (listed.kind !== 'output') return listed;
  const newest = newestRevision(pin, parseRefs(listed.stdout));
  if (newest === undefined) return { kind: 'newest', message: 'there is no newer revision' };
  const upgraded = withRevision(pin, newest);
  if (upgraded === undefined || revisionEdit(pin, newest) === undefined) {
    return {
      kind: 'unsupported',
      message: `${newest.revision} is newer, and where ${newest.attribute} is written cannot be told`,
    };
  }
  const plan = planFor(upgraded, options);
  if (plan.kind !== 'plan') return plan;
  const result = await prefetch(plan, host, options);
  if (result.kind !== 'hash') return result;
  const edits = upgradeEdits(pin, newest, result.hash);
  if (edits === undefined) return { kind: 'unsupported', message: 'the hash is not written in this file' };
  return { kind: 'upgraded', newest, hash: result.hash, edits };
}
