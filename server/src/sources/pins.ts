import type { AttrBinding, AttrsNode, SyntaxTree } from '../syntax/node';
import { calledFetcher, callOf } from './callee';
import type { Evaluate, EvaluateHere } from './constant';
import { builderWithHash, type Fetcher, fetcherAt, type HashAttribute } from './fetchers';
import { literalOf } from './literal';
import { packagePaths } from './package-path';
import type { Pin } from './pin';
import { bareAddress, type File, pinOf, readAttribute, readHash } from './read-pin';
import { writtenAttributes, writtenSets } from './resolve';
import { type Located, parts } from './scope';
import { surrounded } from './surroundings';

/** A builder's hash that stands without a call of the builder, as in `overrideAttrs (old: { vendorHash = "…"; })`. */
function strayHash(file: File, binding: AttrBinding, value: Located, set: Located<AttrsNode>): Pin | undefined {
  const [name, ...rest] = binding.path;
  const fetcher = name?.kind === 'name' && rest.length === 0 ? builderWithHash(name.name) : undefined;
  if (fetcher === undefined || literalOf(value, file.uri) === undefined) return undefined;
  return pinOf(file, fetcher, binding, binding.path[0] ?? binding, set);
}

/** Hashes of Cargo's git dependencies: `outputHashes = { "name-1.0" = "sha256-…"; }`. */
function outputHashes(file: File, fetcher: Fetcher, value: Located): readonly Pin[] {
  const attribute: HashAttribute = {
    name: 'outputHashes',
    algorithm: undefined,
    algorithmAttribute: undefined,
    legacy: false,
    optional: false,
  };
  return writtenSets(value)
    .sets.flatMap(writtenAttributes)
    .map((item): Pin => {
      const read = readAttribute(file, fetcher, item);
      return {
        fetcher,
        uri: file.uri,
        call: read.key,
        head: read.key,
        attributes: new Map([[item.name, read]]),
        open: false,
        hash: readHash(file, attribute, new Map([[item.name, read]]), item, item.name),
        otherHashes: [],
        insertion: undefined,
        packagePath: undefined,
        held: false,
      };
    });
}

function pinsOfCall(file: File, located: Located): readonly Pin[] {
  const call = callOf(located.node);
  const fetcher = call && calledFetcher({ node: call.fn, scope: located.scope });
  if (call === undefined || fetcher === undefined) return [];
  const argument: Located = { node: call.arg, scope: located.scope };
  const pin =
    (fetcher.stringArgument ? bareAddress(file, fetcher, located.node, call.fn, argument) : undefined) ??
    pinOf(file, fetcher, located.node, call.fn, argument);
  return pin === undefined ? [] : [pin];
}

function pinsOfSet(file: File, set: Located<AttrsNode>): readonly Pin[] {
  const cargoLock = fetcherAt(['importCargoLock']);
  return set.node.bindings.flatMap((binding): readonly Pin[] => {
    if (binding.kind !== 'binding') return [];
    const value: Located = { node: binding.value, scope: set.scope };
    const last = binding.path.at(-1);
    if (cargoLock !== undefined && last?.kind === 'name' && last.name === 'outputHashes')
      return outputHashes(file, cargoLock, value);
    const stray = strayHash(file, binding, value, set);
    return stray === undefined ? [] : [stray];
  });
}

/** Every expression of a tree, outer ones first, without recursion: nesting may be deep. */
function* expressions(root: Located): Generator<Located> {
  const waiting: Located[] = [root];
  for (let located = waiting.pop(); located !== undefined; located = waiting.pop()) {
    yield located;
    waiting.push(...parts(located).toReversed());
  }
}

/**
 * The pins of a file, in the order of the text: calls of fetchers, of builders with a hash of their own, and hashes that stand alone.
 * Attributes are read from the text where it says them, else through `evaluate`.
 */
export function findPins(tree: SyntaxTree, uri: string, evaluate: Evaluate): readonly Pin[] {
  const holds = tree.comments.filter(({ text }) => text === 'pin');
  const here: EvaluateHere = (located) => evaluate(surrounded(located, tree.text));
  const file: File = { uri, tree, evaluate: here, holds, packagePath: packagePaths(tree) };
  const called: Pin[] = [];
  const alone: Pin[] = [];
  for (const located of expressions({ node: tree.root, scope: undefined })) {
    const { node, scope } = located;
    called.push(...pinsOfCall(file, located));
    if (node.kind === 'attrs') alone.push(...pinsOfSet(file, { node, scope }));
  }
  const taken = new Set(called.map(({ hash }) => hash.key?.start));
  return [...called, ...alone.filter(({ hash }) => !taken.has(hash.key?.start))].sort(
    (a, b) => a.call.start - b.call.start,
  );
}
