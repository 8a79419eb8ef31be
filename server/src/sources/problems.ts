import type { Edit } from '../base/edit';
import type { Origin } from '../base/span';
import { formatHash, type Hash, SRI, sameHash, sri } from '../store/hash';
import { convertEdits, hashEdits, notationOf, renameEdits } from './edit';
import { type Pin, sourceKey, textOf } from './pin';

export type PinProblemCode =
  | 'placeholder-hash'
  | 'malformed-hash'
  | 'missing-hash'
  | 'impure-fetch'
  | 'several-hashes'
  | 'shared-hash'
  | 'stale-hash'
  | 'moving-revision'
  | 'short-revision'
  | 'renamed-fetcher-attribute'
  | 'old-hash-notation';

export interface PinFix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something to say about a pin without having fetched it. */
export interface PinProblem {
  readonly code: PinProblemCode;
  readonly pin: Pin;
  readonly origin: Origin;
  readonly message: string;
  /** The first is the one to take. */
  readonly fixes: readonly PinFix[];
}

function fix(title: string, edits: readonly Edit[] | undefined): readonly PinFix[] {
  return edits === undefined ? [] : [{ title, edits }];
}

/** Where a hash is written, else the fetcher's name. */
function hashOrigin({ hash, head }: Pin): Origin {
  return hash.literal?.origin ?? hash.key ?? head;
}

function placeholder(pin: Pin, actual: Hash | undefined): readonly PinProblem[] {
  if (pin.hash.state.kind !== 'placeholder') return [];
  const message = `The hash of ${pin.fetcher.name} is a placeholder: nothing builds until the real one stands here.`;
  const fixes = actual === undefined ? [] : changeTo(pin, actual);
  return [{ code: 'placeholder-hash', pin, origin: hashOrigin(pin), message, fixes }];
}

function changeTo(pin: Pin, actual: Hash): readonly PinFix[] {
  return fix(`Change to ${formatHash(actual, notationOf(pin))}`, hashEdits(pin, actual));
}

function malformed(pin: Pin): readonly PinProblem[] {
  const { state, attribute } = pin.hash;
  if (state.kind !== 'malformed') return [];
  const fixes = state.hash === undefined ? [] : fix(`Write it as ${sri(state.hash)}`, hashEdits(pin, state.hash, SRI));
  return [
    {
      code: 'malformed-hash',
      pin,
      origin: hashOrigin(pin),
      message: `${attribute.name} is no hash: ${state.message}.`,
      fixes,
    },
  ];
}

function missing(pin: Pin): readonly PinProblem[] {
  const { state, attribute } = pin.hash;
  if (state.kind !== 'absent' || attribute.optional) return [];
  if (pin.fetcher.kind === 'builtin') {
    const message = `${pin.fetcher.name} has no ${attribute.name}: a flake refuses it, and elsewhere it is fetched again and again.`;
    return [{ code: 'impure-fetch', pin, origin: pin.head, message, fixes: [] }];
  }
  const md5 = pin.attributes.get('md5');
  const message = `${pin.fetcher.name} needs a ${attribute.name}${md5 === undefined ? '' : ': nixpkgs no longer takes md5'}.`;
  return [{ code: 'missing-hash', pin, origin: md5?.key ?? pin.head, message, fixes: [] }];
}

function several(pin: Pin): readonly PinProblem[] {
  return pin.otherHashes.map((name) => ({
    code: 'several-hashes',
    pin,
    origin: pin.attributes.get(name)?.key ?? pin.head,
    message: `${pin.fetcher.name} takes one hash, and ${pin.hash.attribute.name} is set beside ${name}.`,
    fixes: [],
  }));
}

/** Branches that most repositories have under these names; other names may be tags. */
const BRANCHES = new Set([
  'HEAD',
  'master',
  'main',
  'trunk',
  'develop',
  'devel',
  'dev',
  'next',
  'stable',
  'unstable',
  'default',
  'tip',
]);
const SHORT_COMMIT = /^(?=.*[a-f])(?=.*\d)[0-9a-f]{6,39}$/;

function revision(pin: Pin): readonly PinProblem[] {
  const rev = textOf(pin, 'rev');
  const written = pin.attributes.get('rev');
  if (
    rev === undefined ||
    written === undefined ||
    pin.fetcher.kind === 'dependencies' ||
    pin.fetcher.kind === 'builder'
  )
    return [];
  const origin = written.template?.literal.origin ?? written.key;
  if (BRANCHES.has(rev) || rev.startsWith('refs/heads/')) {
    const message = `${rev} is a branch: when it moves, the hash no longer fits. Name a commit or a tag.`;
    return [{ code: 'moving-revision', pin, origin, message, fixes: [] }];
  }
  if (!SHORT_COMMIT.test(rev)) return [];
  return [
    {
      code: 'short-revision',
      pin,
      origin,
      message: `${rev} is a shortened commit: write all 40 digits, which name it for good.`,
      fixes: [],
    },
  ];
}

function renamed(pin: Pin): readonly PinProblem[] {
  return pin.fetcher.renames.flatMap(({ from, to, broken }): readonly PinProblem[] => {
    const attribute = pin.attributes.get(from);
    if (attribute === undefined) return [];
    const message = `${from} of ${pin.fetcher.name} is now ${to}${broken ? '; nixpkgs no longer takes the old name' : ''}.`;
    return [
      {
        code: 'renamed-fetcher-attribute',
        pin,
        origin: attribute.key,
        message,
        fixes: fix(`Rename to ${to}`, renameEdits(pin, from, to)),
      },
    ];
  });
}

/** `sha256` in Nix base 32 or hexadecimal, where the fetcher also takes `hash` in SRI. */
function oldNotation(pin: Pin): readonly PinProblem[] {
  const { state, attribute, literal } = pin.hash;
  const modern = pin.fetcher.hashes.find(({ name }) => name === 'hash');
  if (modern === undefined || !attribute.legacy || state.kind !== 'plausible' || literal === undefined) return [];
  if (state.notation.form === 'sri') return [];
  const rename = renameEdits(pin, attribute.name, modern.name);
  const convert = convertEdits(pin, SRI);
  const edits = rename && convert && [...rename, ...convert];
  const message = `${attribute.name} is in an older notation; ${modern.name} with the same hash in SRI is today's.`;
  return [
    {
      code: 'old-hash-notation',
      pin,
      origin: hashOrigin(pin),
      message,
      fixes: fix(`Change to ${modern.name} = "${sri(state.hash)}"`, edits),
    },
  ];
}

function knownHash({ hash }: Pin): Hash | undefined {
  return hash.state.kind === 'plausible' ? hash.state.hash : undefined;
}

/** Attributes that tell sources apart; a pin where one of them is unknown is compared with none. */
const IDENTITY = [
  'url',
  'urls',
  'owner',
  'repo',
  'rev',
  'tag',
  'pname',
  'version',
  'imageName',
  'imageDigest',
  'patch',
];

function identity(pin: Pin): string | undefined {
  if (pin.open || pin.fetcher.kind === 'dependencies' || pin.fetcher.kind === 'builder') return undefined;
  const unknown = [...pin.attributes].some(([name, { value }]) => IDENTITY.includes(name) && value === undefined);
  return unknown ? undefined : JSON.stringify(IDENTITY.map((name) => pin.attributes.get(name)?.value ?? null));
}

/** Sources under one hash that further ones are compared with. */
const MAX_COMPARED = 10;

/** The same hash on two sources: one of them was copied and not fetched. Mirrors of one file (the same last part of the address) are none. */
function shared(pins: readonly Pin[]): readonly PinProblem[] {
  const seen = new Map<string, Map<string, Pin>>();
  return pins.flatMap((pin): readonly PinProblem[] => {
    const hash = knownHash(pin);
    const key = identity(pin);
    if (hash === undefined || key === undefined) return [];
    const sources = seen.get(sri(hash)) ?? new Map<string, Pin>();
    const other = [...sources].find(([earlier, source]) => earlier !== key && !sameFile(source, pin))?.[1];
    seen.set(sri(hash), sources.size < MAX_COMPARED ? sources.set(key, pin) : sources);
    if (other === undefined) return [];
    const message = `Another source of this file (${nameOf(other)}) has the same hash: one of the two was probably not fetched.`;
    return [{ code: 'shared-hash', pin, origin: hashOrigin(pin), message, fixes: [] }];
  });
}

function lastPart(url: string | undefined): string | undefined {
  return url
    ?.replace(/[?#].*$/, '')
    .split('/')
    .at(-1);
}

/** Two addresses of one file or revision: mirrors. */
function sameFile(left: Pin, right: Pin): boolean {
  const name = lastPart(textOf(left, 'url'));
  const alike = ['rev', 'tag'].every((attribute) => textOf(left, attribute) === textOf(right, attribute));
  return alike && name !== undefined && name !== '' && name === lastPart(textOf(right, 'url'));
}

function nameOf(pin: Pin): string {
  return textOf(pin, 'repo') ?? textOf(pin, 'pname') ?? lastPart(textOf(pin, 'url')) ?? pin.fetcher.name;
}

/** Pins whose source changed since an earlier text while their hash did not: the build goes on taking what that hash names. */
function stale(before: readonly Pin[], now: readonly Pin[]): readonly PinProblem[] {
  const committed = new Map(
    before.flatMap((pin) => {
      const hash = knownHash(pin);
      return hash === undefined || identity(pin) === undefined
        ? []
        : [[`${pin.fetcher.name} ${sri(hash)}`, pin] as const];
    }),
  );
  const unchanged = new Set(before.map((pin) => `${pin.hash.text} ${sourceKey(pin)}`));
  return now.flatMap((pin): readonly PinProblem[] => {
    const hash = knownHash(pin);
    if (hash === undefined || identity(pin) === undefined || unchanged.has(`${pin.hash.text} ${sourceKey(pin)}`))
      return [];
    const earlier = committed.get(`${pin.fetcher.name} ${sri(hash)}`);
    if (earlier === undefined || identity(earlier) === identity(pin) || sameFile(earlier, pin)) return [];
    const message =
      'The source changed since the last commit and its hash did not: it probably still names the old one.';
    return [{ code: 'stale-hash', pin, origin: hashOrigin(pin), message, fixes: [] }];
  });
}

/** A hash that is not the one its source had when it was last fetched or built. */
function outdated(pin: Pin, actual: Hash): readonly PinProblem[] {
  const hash = knownHash(pin);
  if (hash === undefined || sameHash(hash, actual)) return [];
  const text = formatHash(actual, notationOf(pin));
  const message = `The source has another hash: ${text}.`;
  return [{ code: 'stale-hash', pin, origin: hashOrigin(pin), message, fixes: changeTo(pin, actual) }];
}

const OF_ONE_PIN = [malformed, missing, several, revision, renamed, oldNotation];

/**
 * Everything there is to say about the pins of a file without fetching any. `committed` are those of the file's last committed text and
 * `fetched` the hashes that sources had when they were last fetched (by `sourceKey`), where these are at hand.
 */
export function pinProblems(
  pins: readonly Pin[],
  committed: readonly Pin[] = [],
  fetched: ReadonlyMap<string, Hash> = new Map(),
): readonly PinProblem[] {
  const actual = (pin: Pin): Hash | undefined => fetched.get(sourceKey(pin));
  return [
    ...pins.flatMap((pin) => placeholder(pin, actual(pin))),
    ...pins.flatMap((pin) => OF_ONE_PIN.flatMap((check) => check(pin))),
    ...shared(pins),
    ...stale(committed, pins).filter(({ pin }) => actual(pin) === undefined),
    ...pins.flatMap((pin) => {
      const hash = actual(pin);
      return hash === undefined ? [] : outdated(pin, hash);
    }),
  ];
}
