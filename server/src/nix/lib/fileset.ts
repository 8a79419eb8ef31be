import { isTagged, openRecord } from '../attrs';
import { expectList } from '../expect';
import { sortNames } from '../order';
import { resolvePath } from '../paths';
import { type Runtime, step } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { force } from '../thunk';
import { type Attrs, attrsOf, isPath, isUnknown, list, path, str, unknown, type Value } from '../value';
import { functions, kindName, type Members, namedArgs, REQUIRED, thrown } from './kit';

/** A set of files under some root; which files it holds is known to nobody here. */
function fileset(why: string): Attrs {
  return openRecord(why, { _type: str('fileset') });
}

function isFileset(value: Value): boolean {
  return isPath(value) || isTagged(value, 'fileset');
}

function filesBelow(rt: Runtime, where: string): string[] {
  step(rt);
  const type = rt.files.stat(where);
  if (type !== 'directory') return type === undefined ? [] : [where];
  const entries = rt.files.readDir(where) ?? new Map();
  return sortNames(entries.keys()).flatMap((name) => filesBelow(rt, resolvePath(where, name)));
}

const open = (name: string) => () => fileset(`lib.fileset.${name}`);

/** nixpkgs lib/fileset: combinations stay open, sources made of them have an open hash. */
export const filesetFunctions: Members = {
  empty: fileset('lib.fileset.empty'),
  ...functions({
    isFileset: (_rt, value) => {
      const known = force(value);
      return isUnknown(known) ? known : isFileset(known);
    },
    maybeMissing: (_rt, where) => {
      force(where);
      return open('maybeMissing')();
    },
    union: (_rt, _left, _right) => open('union')(),
    unions: (_rt, sets) => {
      expectList(sets);
      return open('unions')();
    },
    intersection: (_rt, _left, _right) => open('intersection')(),
    difference: (_rt, _positive, _negative) => open('difference')(),
    fileFilter: (_rt, _pred, _where) => open('fileFilter')(),
    fromSource: (_rt, _source) => open('fromSource')(),
    gitTracked: (_rt, _where) => open('gitTracked')(),
    gitTrackedWith: (_rt, _options, _where) => open('gitTrackedWith')(),
    trace: (_rt, _set, value) => force(value),
    traceVal: (_rt, set) => force(set),
    toList: (rt, set) => {
      const known = force(set);
      return isPath(known)
        ? list(filesBelow(rt, known.path).map((where) => path(where)))
        : list([], unknown('lib.fileset.toList'));
    },
    toSource: (_rt, options) => {
      const { root } = namedArgs(options, { root: REQUIRED, fileset: REQUIRED });
      const known = force(root);
      if (isUnknown(known)) return known;
      if (!isPath(known))
        throw thrown(`lib.fileset.toSource: \`root\` is of type ${kindName(known)}, but it should be a path instead.`);
      const target = unknownStorePath('source');
      const outPath = storeString({ path: target, encoded: target, copiedFrom: known.path }, known.path);
      return attrsOf({ _isLibCleanSourceWith: true, name: str('source'), origSrc: known, outPath });
    },
  }),
};
