import { type Attr, type Attrs, attrs, type Func, type Lazy } from '../value';
import { attrBuiltins } from './attrs';
import { closureBuiltins } from './closure';
import { contextBuiltins } from './context';
import { controlBuiltins } from './control';
import { dataBuiltins } from './data';
import { derivationBuiltins } from './derivation';
import { fetcherBuiltins } from './fetchers';
import { fileBuiltins } from './files';
import { flakeRefBuiltins } from './flake-refs';
import { hashBuiltins } from './hashes';
import { listBuiltins } from './lists';
import { constants, miscBuiltins } from './misc';
import { numberBuiltins } from './numbers';
import { regexBuiltins } from './regex';
import { stringBuiltins } from './strings';
import { typeBuiltins } from './types';
import { versionBuiltins } from './versions';

const FUNCTIONS: readonly Func[] = [
  attrBuiltins,
  closureBuiltins,
  contextBuiltins,
  controlBuiltins,
  dataBuiltins,
  derivationBuiltins,
  fetcherBuiltins,
  fileBuiltins,
  flakeRefBuiltins,
  hashBuiltins,
  listBuiltins,
  miscBuiltins,
  numberBuiltins,
  regexBuiltins,
  stringBuiltins,
  typeBuiltins,
  versionBuiltins,
].flat();

/** Names that are in scope without `builtins.` and without underscores; all others are there as `__name`. */
const BARE: ReadonlySet<string> = new Set([
  'abort',
  'baseNameOf',
  'break',
  'builtins',
  'derivation',
  'derivationStrict',
  'dirOf',
  'false',
  'fetchGit',
  'fetchMercurial',
  'fetchTarball',
  'fetchTree',
  'fromTOML',
  'import',
  'isNull',
  'map',
  'null',
  'placeholder',
  'removeAttrs',
  'scopedImport',
  'throw',
  'toString',
  'true',
]);

/** The set `builtins`. Functions know nothing of a run, so that one set serves all. */
export const builtinSet: Attrs = selfContaining({
  ...constants,
  ...Object.fromEntries(FUNCTIONS.map((fn) => [fn.name ?? '', fn])),
});

/** `builtins.builtins` is `builtins`. */
function selfContaining(record: Readonly<Record<string, Lazy>>): Attrs {
  const entries = new Map<string, Attr>();
  const set = attrs(entries);
  for (const [name, value] of Object.entries(record)) entries.set(name, { value, key: undefined });
  entries.set('builtins', { value: set, key: undefined });
  return set;
}

/** What every expression has in scope. */
export const baseScope: ReadonlyMap<string, Lazy> = new Map<string, Lazy>([
  ...[...builtinSet.entries].map(([name, { value }]) => [BARE.has(name) ? name : `__${name}`, value] as const),
]);
