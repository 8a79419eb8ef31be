import { UnknownSignal } from '../errors';
import { expectItems, expectString } from '../expect';
import { canonicalPath } from '../paths';
import { force } from '../thunk';
import { attrsOf, isPath, isString, isUnknown, type Lazy, list, path, str, type Value } from '../value';
import { functions, kindName, type Members, thrown } from './kit';

function pathArgument(name: string, which: string, lazy: Lazy, end = ''): string {
  const value = force(lazy);
  if (isPath(value)) return value.path;
  throw thrown(`lib.path.${name}: ${which} is of type ${kindName(value)}, but a path was expected${end}`);
}

const components = (absolute: string) => absolute.split('/').filter((part) => part !== '');

function invalidReason(value: Value): string | undefined {
  if (!isString(value)) return `The given value is of type ${kindName(value)}, but a string was expected`;
  const { text } = value;
  if (text === '') return 'The given string is empty';
  if (text.startsWith('/')) return `The given string "${text}" starts with a \`/\`, representing an absolute path`;
  return text.split('/').includes('..')
    ? `The given string "${text}" contains a \`..\` component, which is not allowed in subpaths`
    : undefined;
}

/** The components of a valid relative path; `.` and doubled slashes vanish. */
function subpathParts(value: Lazy, refused: (reason: string) => string): string[] {
  const known = force(value);
  if (isUnknown(known)) throw new UnknownSignal(known);
  const reason = invalidReason(known);
  if (reason !== undefined) throw thrown(refused(reason));
  return expectString(known)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}

const joined = (parts: readonly string[]) => str(`./${parts.length === 0 ? '.' : parts.join('/')}`);

const notSubpath = (name: string, which: string) => (reason: string) =>
  `lib.path.${name}: ${which} not a valid subpath string:\n    ${reason}`;

function prefixed(prefix: readonly string[], parts: readonly string[]): boolean {
  return prefix.every((part, i) => part === parts[i]);
}

/** `lib.path.subpath`. */
const subpath: Members = functions({
  isValid: (_rt, value) => {
    const known = force(value);
    return isUnknown(known) ? known : invalidReason(known) === undefined;
  },
  join: (_rt, subpaths) =>
    joined(
      expectItems(subpaths).flatMap((item, i) =>
        subpathParts(item, notSubpath('subpath.join', `Element at index ${i} is`)),
      ),
    ),
  components: (_rt, value) =>
    list(subpathParts(value, notSubpath('subpath.components', 'Argument is')).map((part) => str(part))),
  normalise: (_rt, value) => joined(subpathParts(value, notSubpath('subpath.normalise', 'Argument is'))),
});

/** nixpkgs lib/path. */
export const pathFunctions: Members = {
  ...functions({
    append: (_rt, base, part) => {
      const from = pathArgument('append', 'The first argument', base);
      const parts = subpathParts(part, notSubpath('append', 'Second argument is'));
      return path(canonicalPath([from, ...parts].join('/')));
    },
    hasPrefix: (_rt, prefix, whole) =>
      prefixed(
        components(pathArgument('hasPrefix', 'First argument', prefix)),
        components(pathArgument('hasPrefix', 'Second argument', whole)),
      ),
    removePrefix: (_rt, prefix, whole) => {
      const start = pathArgument('removePrefix', 'First argument', prefix, '.');
      const all = pathArgument('removePrefix', 'Second argument', whole, '.');
      if (!prefixed(components(start), components(all)))
        throw thrown(
          `lib.path.removePrefix: The first path argument "${start}" is not a component-wise prefix of the second path argument "${all}".`,
        );
      return joined(components(all).slice(components(start).length));
    },
    splitRoot: (_rt, whole) =>
      attrsOf({ root: path('/'), subpath: joined(components(pathArgument('splitRoot', 'Argument', whole))) }),
    hasStorePathPrefix: (_rt, whole) => {
      const [first = '', second = '', third = ''] = components(pathArgument('hasStorePathPrefix', 'Argument', whole));
      return (first === 'nix' && second === 'store' && /^.{32}-.+/.test(third)) || /^[0-9a-z]{52}$/.test(first);
    },
  }),
  subpath: attrsOf(subpath),
};
