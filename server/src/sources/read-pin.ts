import type { Origin, Span } from '../base/span';
import { isAttrs } from '../nix/value';
import { type Algorithm, isAlgorithm } from '../store/digest';
import { isPlaceholder, parseHash } from '../store/hash';
import type { AttrsNode, Comment, SyntaxTree } from '../syntax/node';
import { constant, constantOf, type EvaluateHere } from './constant';
import type { Fetcher, HashAttribute } from './fetchers';
import { literalOf, templateOf } from './literal';
import type { PackagePath } from './package-path';
import type { HashState, Insertion, Pin, PinAttribute, PinHash } from './pin';
import { resolve, type WrittenAttribute, writtenAttributes, writtenSets } from './resolve';
import type { Located } from './scope';

/** What pins are read from. */
export interface File {
  readonly uri: string;
  readonly tree: SyntaxTree;
  readonly evaluate: EvaluateHere;
  /** Comments that say just `pin`. */
  readonly holds: readonly Comment[];
  /** How a build reaches a call of the file. */
  readonly packagePath: (call: Span) => PackagePath | undefined;
}

function originIn(file: File, span: Span): Origin {
  return { uri: file.uri, start: span.start, end: span.end };
}

/** Attributes of packages that say nothing of a source: evaluating them would cost and tell nothing. */
const BESIDE_THE_POINT = new Set(['meta', 'passthru', 'nativeBuildInputs', 'buildInputs']);
const OF_A_PACKAGE = new Set(['pname', 'version', 'name']);

/** Whether an attribute's value is worth asking the evaluator for. */
function matters(fetcher: Fetcher, name: string): boolean {
  if (fetcher.kind === 'builtin' || fetcher.kind === 'source') return !BESIDE_THE_POINT.has(name);
  return OF_A_PACKAGE.has(name) || fetcher.hashes.some((hash) => hash.name === name);
}

const UNASKED: EvaluateHere = () => undefined;

/** What is known of an attribute without Nix; of what matters to the fetcher, what evaluating it gives. */
export function readAttribute(file: File, fetcher: Fetcher, { name, key, value }: WrittenAttribute): PinAttribute {
  const evaluate = matters(fetcher, name) ? file.evaluate : UNASKED;
  return {
    key: originIn(file, key),
    value: constant(value, evaluate),
    template: templateOf(value, file.uri, evaluate),
  };
}

function stateOf(text: string, algorithm: Algorithm | undefined): HashState {
  if (isPlaceholder(text)) return { kind: 'placeholder' };
  const parsed = parseHash(text, algorithm);
  if (parsed.kind === 'hash') return { kind: 'plausible', hash: parsed.hash, notation: parsed.notation };
  const bare = algorithm === undefined ? parseHash(text, 'sha256') : parsed;
  return { kind: 'malformed', message: parsed.message, hash: bare.kind === 'hash' ? bare.hash : undefined };
}

function algorithmOf(attribute: HashAttribute, attributes: ReadonlyMap<string, PinAttribute>): Algorithm | undefined {
  const named = attribute.algorithmAttribute && attributes.get(attribute.algorithmAttribute)?.value;
  return typeof named === 'string' && isAlgorithm(named) ? named : attribute.algorithm;
}

export function readHash(
  file: File,
  attribute: HashAttribute,
  attributes: ReadonlyMap<string, PinAttribute>,
  written: WrittenAttribute | undefined,
  name = attribute.name,
): PinHash {
  const algorithm = algorithmOf(attribute, attributes);
  const found = attributes.get(name);
  const text = typeof found?.value === 'string' ? found.value : undefined;
  return {
    attribute,
    text,
    key: found?.key,
    literal: written && literalOf(written.value, file.uri),
    algorithm,
    state: text === undefined ? { kind: 'unknown' } : stateOf(text, algorithm),
  };
}

/** Where a further attribute of a set goes: on a line of its own when the last one stands on one. */
function insertionIn({ tree: { text }, uri }: File, node: AttrsNode): Insertion | undefined {
  const last = node.bindings.at(-1);
  if (last === undefined) return undefined;
  const lineStart = last.start === 0 ? 0 : text.lastIndexOf('\n', last.start - 1) + 1;
  const before = text.slice(lineStart, last.start);
  const newline = text.charAt(lineStart - 2) === '\r' ? '\r\n' : '\n';
  const lead = lineStart > 0 && /^[ \t]*$/.test(before) ? newline + before : ' ';
  return { origin: { uri, start: last.end, end: last.end }, lead };
}

/** Whether a comment that says just `pin` stands on one of the lines that a span touches. */
function isHeld({ tree: { text }, holds }: File, span: Span): boolean {
  if (holds.length === 0) return false;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline;
  const start = text.lastIndexOf('\n', span.start) + 1;
  return holds.some((comment) => comment.start >= start && comment.start <= end);
}

interface Attributes {
  readonly all: ReadonlyMap<string, PinAttribute>;
  readonly open: boolean;
}

/** What the evaluator says of an argument that is not written out in full. */
function evaluated(
  file: File,
  fetcher: Fetcher,
  argument: Located,
  written: ReadonlyMap<string, PinAttribute>,
): Attributes {
  const value = file.evaluate(argument);
  if (value === undefined || !isAttrs(value)) return { all: written, open: true };
  const entries = [...value.entries].map(([name, entry]): [string, PinAttribute] => [
    name,
    {
      key: entry.key ?? originIn(file, argument.node),
      value: matters(fetcher, name) ? constantOf(entry.value) : undefined,
      template: undefined,
    },
  ]);
  return { all: new Map([...entries, ...written]), open: value.open !== undefined };
}

/** Fetchers to which an empty hash beside another is none (nixpkgs: pkgs/build-support/fetchurl/default.nix). */
const EMPTY_IS_ABSENT: ReadonlySet<string> = new Set(['fetchurl', 'fetchzip']);

/** The hash attributes that say something; all of them where none does. */
function withoutEmpty(given: Fetcher['hashes'], attributes: ReadonlyMap<string, PinAttribute>): Fetcher['hashes'] {
  const said = given.filter(({ name }) => attributes.get(name)?.value !== '');
  return said.length > 0 ? said : given;
}

/** The pin of a call with an attribute set, however the set is put together. */
export function pinOf(file: File, fetcher: Fetcher, call: Span, head: Span, argument: Located): Pin | undefined {
  const { sets, complete } = writtenSets(argument);
  const written = new Map(sets.flatMap((set) => writtenAttributes(set).map((item) => [item.name, item] as const)));
  const read = new Map([...written].map(([name, item]) => [name, readAttribute(file, fetcher, item)]));
  const { all: attributes, open } = complete ? { all: read, open: false } : evaluated(file, fetcher, argument, read);
  const given = fetcher.hashes.filter(
    ({ name }) => attributes.get(name) !== undefined && attributes.get(name)?.value !== null,
  );
  const present = EMPTY_IS_ABSENT.has(fetcher.name) ? withoutEmpty(given, attributes) : given;
  const [attribute = fetcher.hashes[0]] = present;
  if (attribute === undefined) return undefined;
  // A builder whose hash is null or not set downloads nothing of its own.
  if (fetcher.kind === 'builder' && present.length === 0) return undefined;
  const literal = sets.at(-1);
  const absent: PinHash = {
    attribute,
    text: undefined,
    key: undefined,
    literal: undefined,
    algorithm: attribute.algorithm,
    state: { kind: open ? 'unknown' : 'absent' },
  };
  return {
    fetcher,
    uri: file.uri,
    call: originIn(file, call),
    head: originIn(file, head),
    attributes,
    open,
    hash: present.length === 0 ? absent : readHash(file, attribute, attributes, written.get(attribute.name)),
    otherHashes: present.slice(1).map(({ name }) => name),
    insertion: literal && insertionIn(file, literal.node),
    packagePath: file.packagePath(call),
    held: isHeld(file, call),
  };
}

/** `builtins.fetchTarball "https://…"`: an address and no hash. */
export function bareAddress(file: File, fetcher: Fetcher, call: Span, head: Span, argument: Located): Pin | undefined {
  const value = constant(argument, file.evaluate);
  const [attribute] = fetcher.hashes;
  if (typeof value !== 'string' || attribute === undefined) return undefined;
  const { node } = resolve(argument);
  const url: PinAttribute = {
    key: originIn(file, node),
    value,
    template: templateOf(argument, file.uri, file.evaluate),
  };
  return {
    fetcher,
    uri: file.uri,
    call: originIn(file, call),
    head: originIn(file, head),
    attributes: new Map([['url', url]]),
    open: false,
    hash: {
      attribute,
      text: undefined,
      key: undefined,
      literal: undefined,
      algorithm: attribute.algorithm,
      state: { kind: 'absent' },
    },
    otherHashes: [],
    insertion: undefined,
    packagePath: file.packagePath(call),
    held: isHeld(file, call),
  };
}
