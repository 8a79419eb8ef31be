import { applyEdits, type Edit } from '../../../base/edit';
import { contains, type Span } from '../../../base/span';
import { filePath } from '../../../base/uri';
import { baseName } from '../../../nix/paths';
import type { Unit } from '../../../units/model';
import { unitText } from '../../../units/text';
import type { Snapshot } from '../../snapshot';
import { layoutOf } from '../layout';
import { identityOf } from '../place';
import { unitAt } from '../targets';
import { bindingEdit, type Home, homeOf, outerOf } from './home';
import { movedText, removal } from './moved';
import { isTaken, meansTheSame, namesUsed } from './names';
import { type HardeningBinding, type ServiceSet, serviceSets } from './sets';

/** A way to give the hardening of services a name: edits of the document, and the file to be made for it. */
export interface Extraction {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly file: NewFile | undefined;
}

interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** What moves: bindings of one set, and of others that say the same. */
interface Move {
  readonly home: Home;
  readonly from: ServiceSet;
  readonly moved: readonly HardeningBinding[];
  readonly sharing: readonly ServiceSet[];
}

const FEWEST = 2;
const NAMES = ['hardening', 'commonHardening', 'serviceHardening'];
const FILES = ['hardening.nix', 'service-hardening.nix'];
/** Names that any file has. */
const EVERYWHERE: ReadonlySet<string> = new Set(['true', 'false', 'null', 'builtins']);

/**
 * The ways to extract the hardening directives of the service at a stretch of text, to a `let` and to a file beside. Other services of the
 * document that have the same directives share them. Each is offered where the units stay what they are, byte by byte.
 */
export function extractions(snapshot: Snapshot, span: Span): readonly Extraction[] {
  const { tree, text, uri, analysis } = snapshot;
  const move = moveAt(snapshot, span);
  const name = NAMES.find((one) => !isTaken(tree, one));
  if (move === undefined || name === undefined) return [];
  const layout = layoutOf(text, move.from.set);
  const taken = move.sharing.flatMap((one) => removal(text, uri, one, sameIn(one, move.moved), name));
  const bind = (value: (indent: string) => string): readonly Edit[] => [
    bindingEdit(text, uri, move.home, layout, name, value),
    ...taken,
  ];
  const edits = bind((indent) => movedText(text, move.from, move.moved, layout, indent));
  const after = snapshot.edited(applyEdits(text, edits)).analysis();
  const isSame =
    after.problems.length === analysis().problems.length && textOf(after.units) === textOf(analysis().units);
  if (!isSame) return [];
  const of = move.sharing.length > 1 ? ` of ${move.sharing.length} services` : '';
  const file = fileFor(snapshot, move, movedText(text, move.from, move.moved, layout, ''));
  return [
    { title: `Extract hardening${of} to a let`, edits, file: undefined },
    ...(file === undefined
      ? []
      : [
          {
            title: `Extract hardening${of} to ${baseName(file.uri)}`,
            edits: bind(() => `import ./${baseName(file.uri)}${file.takesLib ? ' { inherit lib; }' : ''}`),
            file: { uri: file.uri, text: file.text.replaceAll(/\r?\n/g, layout.eol) },
          },
        ]),
  ];
}

function moveAt(snapshot: Snapshot, { start }: Span): Move | undefined {
  const { tree, uri, analysis } = snapshot;
  const sets = serviceSets(tree, uri, analysis().slots);
  const unit = unitAt(snapshot, start);
  const named = unit === undefined ? undefined : identityOf(unit);
  const candidates = sets.filter(({ set, units }) => contains(set, start) || (named !== undefined && units.has(named)));
  const isFlake = baseName(filePath(uri) ?? '') === 'flake.nix';
  const moves = candidates.flatMap((from): readonly Move[] => {
    const home = homeOf(tree, from.around, isFlake);
    const moved = home === undefined ? [] : movable(home, from);
    if (home === undefined || moved.length < FEWEST) return [];
    return [{ home, from, moved, sharing: sets.filter((one) => one === from || shares(home, one, moved, tree.text)) }];
  });
  return moves.reduce<Move | undefined>(
    (best, one) => (best === undefined || one.moved.length > best.moved.length ? one : best),
    undefined,
  );
}

function movable(home: Home, { around, hardening }: ServiceSet): readonly HardeningBinding[] {
  const outer = outerOf(home, around);
  if (outer === undefined) return [];
  return hardening.filter(({ binding }) => {
    const used = namesUsed(binding.value);
    return used !== undefined && [...used].every((name) => meansTheSame(name, around, outer));
  });
}

function sameIn({ hardening }: ServiceSet, moved: readonly HardeningBinding[]): readonly HardeningBinding[] {
  const keys = new Set(moved.map(({ key }) => key));
  return hardening.filter(({ key }) => keys.has(key));
}

/** Whether a set has all that is moved from another, word for word. */
function shares(home: Home, set: ServiceSet, moved: readonly HardeningBinding[], text: string): boolean {
  const own = new Map(
    movable(home, set).map(({ key, binding: { value } }) => [key, text.slice(value.start, value.end)]),
  );
  return moved.every(({ key, binding: { value } }) => own.get(key) === text.slice(value.start, value.end));
}

function textOf(units: readonly Unit[]): string {
  const texts = units.map((unit) => `${unit.context ?? ''} ${unit.scope} ${unit.name}\n${unitText(unit).text}`);
  return texts.sort().join('\n\n');
}

/** A file beside the document that holds the set, as long as its values use nothing but what any file has, and `lib`. */
function fileFor(
  { uri, document }: Snapshot,
  { moved }: Move,
  set: string,
): (NewFile & { readonly takesLib: boolean }) | undefined {
  const used = new Set(moved.flatMap(({ binding }) => [...(namesUsed(binding.value) ?? [])]));
  const others = [...used].filter((name) => !EVERYWHERE.has(name));
  if (filePath(uri) === undefined || others.some((name) => name !== 'lib')) return undefined;
  const beside = (name: string): string => uri.replace(/[^/]*$/, name);
  const free = FILES.find((name) => document(beside(name)) === undefined);
  const takesLib = others.length > 0;
  return free === undefined
    ? undefined
    : { uri: beside(free), text: `${takesLib ? '{ lib }:\n' : ''}${set}\n`, takesLib };
}
