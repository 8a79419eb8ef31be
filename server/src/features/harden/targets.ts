import type { Edit } from '../../base/edit';
import type { Origin } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { Slot } from '../../units/analysis';
import type { Unit } from '../../units/model';
import type { Snapshot } from '../snapshot';
import { canHarden, type Subjects } from './choose';
import { insertion, type Manner } from './insert';
import type { Setting } from './measures';
import { defaultWrapper } from './module-style';
import { identityOf, placesOf, unitsAt } from './place';
import { unitFileInsertion } from './unit-file';
import { rewritableLines, rewritables } from './upgrade';

/** One definition of a service, or of several that a function makes, and the ways to write into it. */
export interface Target extends Subjects {
  /** The edits for settings, the best way first. */
  readonly ways: readonly ((settings: readonly Setting[]) => readonly Edit[])[];
}

/** The definition in a document that makes a service; undefined where the document has none, or it is not known what runs. */
export function targetOf(snapshot: Snapshot, unit: Unit): Target | undefined {
  const target = unit.world === 'unit-file' ? fileTarget(snapshot, unit) : nixTarget(snapshot, unit);
  return target !== undefined && target.ways.length > 0 && canHarden(target) ? target : undefined;
}

function fileTarget({ text, uri, systemd }: Snapshot, unit: Unit): Target {
  const rewritable = rewritableLines(text, uri, unit);
  const way = (settings: readonly Setting[]): readonly Edit[] => {
    const edit = unitFileInsertion(text, uri, unit, settings);
    return edit === undefined ? [] : [edit];
  };
  return {
    units: [unit],
    taken: directivesOf([unit], []),
    rewritable,
    systemd,
    ways: [rewriting(rewritable, way)],
  };
}

function nixTarget({ tree, text, uri, systemd, analysis }: Snapshot, unit: Unit): Target | undefined {
  const { slots, units } = analysis();
  const places = placesOf(tree, uri, slots, unit);
  const [best] = places;
  if (best === undefined) return undefined;
  const names = unitsAt(tree, uri, slots, best).add(identityOf(unit));
  const made = best.prefix === '' ? units.filter((other) => names.has(identityOf(other))) : [unit];
  const subjects = made.filter(({ type }) => type === unit.type);
  const wrapper = unit.world === 'nixos' ? defaultWrapper(tree, best.set.start) : undefined;
  const wrappers = wrapper === undefined ? [undefined] : [wrapper, undefined];
  const manners = wrappers.flatMap((one) => [true, false].map((gathers): Manner => ({ wrapper: one, gathers })));
  const ways = places.flatMap((place) =>
    manners.map((manner) => (settings: readonly Setting[]) => insertion(text, uri, place, settings, manner)),
  );
  const own = new Set(subjects.map(identityOf));
  const isTheirs = ({ scope, unit: name }: Slot): boolean => own.has(identityOf({ scope, name }));
  const rewritable = rewritables({ tree, uri, slots }, subjects, isTheirs);
  return {
    units: subjects,
    taken: directivesOf(subjects, slots),
    rewritable,
    systemd,
    ways: ways.map((way) => rewriting(rewritable, way)),
  };
}

/** A way to write settings that writes upgrades where the weaker values stand. */
function rewriting(rewritable: Subjects['rewritable'], way: Target['ways'][number]): Target['ways'][number] {
  return (settings) => {
    const added = settings.filter(({ isUpgrade }) => isUpgrade !== true);
    const upgrades = settings.filter(({ isUpgrade }) => isUpgrade === true);
    return [
      ...(added.length === 0 ? [] : way(added)),
      ...upgrades.flatMap(({ key, value }) => rewritable.get(key)?.rewritten(value) ?? []),
    ];
  };
}

/** The directives of [Service] that are written anywhere for units, whether they take effect or not. */
function directivesOf(units: readonly Unit[], slots: readonly Slot[]): ReadonlySet<string> {
  const names = new Set(units.map(identityOf));
  const written = slots.filter(
    ({ role, scope, unit }) =>
      role.set === 'directives' && role.section === 'Service' && names.has(identityOf({ scope, name: unit })),
  );
  const present = units.flatMap(({ sections }) =>
    sections.filter(({ name }) => name === 'Service').flatMap(({ lines }) => lines.flatMap((line) => line?.key ?? [])),
  );
  return new Set([...written.map(({ key }) => key), ...present]);
}

/** The service whose definition is at an offset, the innermost; undefined where there is none. */
export function unitAt({ tree, uri, analysis }: Snapshot, offset: number): Unit | undefined {
  const { units, slots } = analysis();
  const spans = units.flatMap((unit) => {
    const own = slots.filter((slot) => slot.unit === unit.name && slot.scope === unit.scope);
    const origins = [...unit.declarations, ...own.map(({ keyOrigin }) => keyOrigin)].filter((one) => one.uri === uri);
    const whole = unit.world === 'unit-file' ? [{ start: 0, end: tree.text.length }] : origins.map(bindingAround);
    return whole.map((span) => ({ unit, span }));
  });
  return spans
    .filter(({ span }) => span.start <= offset && offset <= span.end)
    .reduce<(typeof spans)[number] | undefined>(
      (best, one) => (best === undefined || length(one) < length(best) ? one : best),
      undefined,
    )?.unit;

  function bindingAround({ start, end }: Origin): { start: number; end: number } {
    const binding = enclosing(tree, start).findLast(({ kind }) => kind === 'binding');
    return binding ?? { start, end };
  }
}

function length({ span }: { readonly span: { readonly start: number; readonly end: number } }): number {
  return span.end - span.start;
}
