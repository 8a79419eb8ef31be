import { native } from '../native';
import { type Attrs, attrsOf, type Lazy, list, str, unknown } from '../value';
import { asserts } from './asserts';
import { attrMaps } from './attrsets-map';
import { attrMerges } from './attrsets-merge';
import { attrOutputs } from './attrsets-outputs';
import { attrPaths } from './attrsets-paths';
import { cli } from './cli';
import { customisation } from './customisation';
import { debugFunctions } from './debug';
import { derivations } from './derivations';
import { filesetFunctions } from './fileset';
import { filesystem } from './filesystem';
import { fixedPoints } from './fixed-points';
import { dataGenerators } from './generators-data';
import { iniGenerators } from './generators-ini';
import { prettyGenerators } from './generators-pretty';
import { dconfGenerators, gvariant } from './gvariant';
import { fetcherFunctions } from './hash-arguments';
import { homeManager } from './home-manager';
import { kernel } from './kernel';
import { call, charsOf, later, type Members } from './kit';
import type { LibGroup } from './lib-group';
import { listFolds, listParts } from './lists-basic';
import { listSets } from './lists-sets';
import { metaConstants, metaFunctions } from './meta';
import { misc } from './misc';
import { ipv6 } from './network';
import { licenseFunctions } from './open-records';
import { pathFunctions } from './path';
import { sources } from './sources';
import { stringCases } from './strings-case';
import { stringConversions } from './strings-convert';
import { stringEscapes } from './strings-escape';
import { stringFlags } from './strings-flags';
import { stringJoins } from './strings-join';
import { stringTests } from './strings-test';
import { stringsWithDeps } from './strings-with-deps';
import { systems } from './systems';
import { GROUP_BUILTINS, TOP_LEVEL } from './top-level';
import { release, trivialFunctions } from './trivial';
import { versionFunctions } from './versions';

const characters = (text: string) => list(charsOf(text).map((c) => str(c)));

/** Members that call a builtin or are one under another name. */
function aliases(builtin: (name: string) => Lazy): Readonly<Record<string, Members>> {
  const compose = (name: string, outer: string, inner: string) =>
    native(name, 1, (rt, x) => call(rt, builtin(outer), later(rt, builtin(inner), x)));
  return {
    trivial: {
      importJSON: compose('importJSON', 'fromJSON', 'readFile'),
      importTOML: compose('importTOML', 'fromTOML', 'readFile'),
    },
    strings: {
      join: builtin('concatStringsSep'),
      lowerChars: characters('abcdefghijklmnopqrstuvwxyz'),
      upperChars: characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    },
    lists: {
      fold: native('fold', 3, (rt, op, nul, xs) => {
        rt.trace('evaluation warning: fold has been deprecated, use foldr instead');
        return call(rt, listFolds.foldr ?? null, op, nul, xs);
      }),
    },
    filesystem: { pathType: builtin('readFileType') },
  };
}

function byGroup(builtin: (name: string) => Lazy): Readonly<Record<string, Members>> {
  const { versions, strings } = versionFunctions(builtin('splitVersion'), builtin('compareVersions'));
  return {
    trivial: { ...trivialFunctions, ...release },
    fixedPoints,
    attrsets: { ...attrPaths, ...attrMaps, ...attrMerges, ...attrOutputs },
    lists: { ...listParts, ...listFolds, ...listSets, concatAttrValues: attrMaps.concatAttrValues ?? null },
    strings: {
      ...stringJoins,
      ...stringEscapes,
      ...stringTests,
      ...stringCases,
      ...stringConversions,
      ...stringFlags,
      ...strings,
    },
    stringsWithDeps,
    customisation,
    derivations,
    generators: { ...prettyGenerators, ...iniGenerators, ...dataGenerators, ...dconfGenerators },
    versions,
    meta: { ...metaFunctions, ...metaConstants, ...licenseFunctions },
    filesystem: filesystem(builtin('match')),
    path: pathFunctions,
    sources: sources(builtin('match')),
    asserts,
    cli,
    debug: debugFunctions,
    misc,
    fetchers: fetcherFunctions,
    systems,
    fileset: filesetFunctions,
    network: { ipv6: attrsOf(ipv6) },
    gvariant,
    kernel,
    flakes: {},
    hm: homeManager,
  };
}

/** The groups of lib that are built here; options, modules and types come from elsewhere. */
export function ownGroups(builtins: Attrs): readonly LibGroup[] {
  const builtin = (name: string): Lazy => builtins.entries.get(name)?.value ?? unknown(`builtins.${name}`);
  const extra = aliases(builtin);
  return Object.entries(byGroup(builtin)).map(([name, own]) => {
    const shared = (GROUP_BUILTINS[name] ?? []).map((one): [string, Lazy] => [one, builtin(one)]);
    return {
      name,
      members: { ...Object.fromEntries(shared), ...own, ...extra[name] },
      top: TOP_LEVEL[name] ?? [],
    };
  });
}
