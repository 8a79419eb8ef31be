import { applyEdits, type Edit } from '../../base/edit';
import { onceForEach } from '../../base/once';
import type { Span } from '../../base/span';
import { exposureOf } from '../../units/exposure';
import type { Unit } from '../../units/model';
import type { Snapshot } from '../snapshot';
import { choose, withSettings } from './choose';
import { linesOf, MEASURES, type Measure, type Setting } from './measures';
import { identityOf } from './place';
import { type Target, targetOf, unitAt } from './targets';

/** A way to harden services: edits of the document, and the exposure that they lead to. */
export interface Offer {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** What is set and what that could break, a line for each directive. */
  readonly notes: readonly string[];
  /** Of the most exposed service. */
  readonly before: number;
  readonly after: number;
  /** Many directives at once: to be looked at before they are written. */
  readonly isSet: boolean;
}

/** A set of measures to choose from, by name. */
type Allowed = (measure: Measure) => boolean;

const isSafe: Allowed = ({ tier }) => tier === 'safe';
const all: Allowed = () => true;

/** The first figure that is MEDIUM, no longer OK. */
const OK_BELOW = 5;
const MAX_ROWS = 8;

/** What can be done about the services at a stretch of text: the sets, single rows, and the sets for all of the file. */
export function hardeningOffers(snapshot: Snapshot, span: Span): readonly Offer[] {
  const unit = unitAt(snapshot, span.start);
  return unit === undefined ? [] : unitOffers(snapshot)(unit);
}

/** What can be done about a service of a document, told once. */
const unitOffers = onceForEach((snapshot: Snapshot) =>
  onceForEach((unit: Unit): readonly Offer[] => offersFor(snapshot, unit)),
);

function offersFor(snapshot: Snapshot, unit: Unit): readonly Offer[] {
  const found = targetOf(snapshot, unit);
  const [plan] = found === undefined ? [] : settled(snapshot, { target: found, settings: choose(found, all) });
  if (plan === undefined) return [];
  const { target } = plan;
  return [...setOffers(snapshot, target), ...rowOffers(target), ...fileOffers(snapshot)];
}

/** The sets for one definition. */
export function setOffers(snapshot: Snapshot, target: Target): readonly Offer[] {
  const suffix = target.units.length > 1 ? ` for ${target.units.length} services` : '';
  const safe = choose(target, isSafe);
  const strict = choose(target, all);
  const down = downToOk(target, safe, strict);
  return [
    offer(snapshot, [{ target, settings: safe }], `Harden: safe set${suffix}`),
    sameSettings(strict, safe)
      ? undefined
      : offer(snapshot, [{ target, settings: strict }], `Harden: strict set${suffix}`),
    down && offer(snapshot, [{ target, settings: down }], `Harden down to OK${suffix}`),
  ].filter((made) => made !== undefined);
}

/** The safe set and of the strict one as much as it takes; undefined where the safe set does, or nothing does. */
function downToOk(
  target: Target,
  safe: readonly Setting[],
  strict: readonly Setting[],
): readonly Setting[] | undefined {
  const isOk = (settings: readonly Setting[]): boolean => worst(target, settings) < OK_BELOW;
  if (isOk(safe) || !isOk(strict)) return undefined;
  const daring = MEASURES.filter(({ tier }) => tier === 'strict').map(({ key }) => key);
  const order = [...new Set([...daring.filter((key) => key !== 'DynamicUser'), 'DynamicUser', 'AmbientCapabilities'])];
  for (let count = 1; count < order.length; count++) {
    const taken = new Set(order.slice(0, count));
    const settings = choose(target, ({ tier, key }) => tier === 'safe' || taken.has(key));
    if (isOk(settings)) return sameSettings(settings, strict) ? undefined : settings;
  }
  return undefined;
}

function worst({ units, systemd }: Target, settings: readonly Setting[]): number {
  return Math.max(...units.map((unit) => exposureOf(withSettings(unit, settings), systemd)?.overall ?? 0));
}

/** The directives that lower the figure most, one by one. */
function rowOffers(target: Target): readonly Offer[] {
  const keys = [...new Set(MEASURES.filter(({ companion }) => !companion).map(({ key }) => key))];
  const before = worst(target, []);
  return keys
    .map((key) => choose(target, (measure) => measure.key === key))
    .filter((settings) => settings.length > 0)
    .map((settings) => ({ settings, after: worst(target, settings) }))
    .filter(({ after }) => after < before)
    .sort((a, b) => a.after - b.after)
    .slice(0, MAX_ROWS)
    .flatMap(({ settings, after }) => {
      const [first] = settings;
      const edits = target.ways[0]?.(settings);
      if (first === undefined || edits === undefined) return [];
      const title = `Set ${first.key}=${linesOf(first.value).join(' ')} (−${(before - after).toFixed(1)})`;
      return [{ title, edits, notes: notesOf(settings), before, after, isSet: false }];
    });
}

/** The sets for all services of a file that has several. */
const fileOffers = onceForEach((snapshot: Snapshot): readonly Offer[] => {
  const targets = targetsOf(snapshot);
  const count = targets.flatMap(({ units }) => units).length;
  if (targets.length < 2) return [];
  const plan = (allowed: Allowed) => targets.map((target) => ({ target, settings: choose(target, allowed) }));
  return [
    offer(snapshot, plan(isSafe), `Harden all ${count} services: safe set`),
    offer(snapshot, plan(all), `Harden all ${count} services: strict set`),
  ].filter((made) => made !== undefined);
});

/** Each definition of services in a document, once. */
export function targetsOf(snapshot: Snapshot): readonly Target[] {
  const done = new Set<string>();
  return snapshot.analysis().units.flatMap((unit) => {
    const target = done.has(identityOf(unit)) ? undefined : targetOf(snapshot, unit);
    for (const made of target?.units ?? []) done.add(identityOf(made));
    return target === undefined ? [] : [target];
  });
}

interface Plan {
  readonly target: Target;
  readonly settings: readonly Setting[];
}

/** The offer that carries out plans; undefined where there is nothing to do, or the edited document does not say what was meant. */
function offer(snapshot: Snapshot, plans: readonly Plan[], title: string): Offer | undefined {
  const wanted = plans.filter(({ settings }) => settings.length > 0);
  if (wanted.length === 0) return undefined;
  const result =
    written(snapshot, wanted) ??
    written(
      snapshot,
      wanted.flatMap((plan) => settled(snapshot, plan)),
    );
  if (result === undefined) return undefined;
  const { edits, reached } = result;
  const units = wanted.flatMap(({ target }) => target.units);
  const before = highest(units, snapshot.systemd);
  if (reached >= before) return undefined;
  const worstOf = plans.length > 1 ? 'worst ' : '';
  return {
    title: `${title} (${worstOf}${before.toFixed(1)} → ${reached.toFixed(1)})`,
    edits,
    notes: notesOf(wanted.flatMap(({ settings }) => settings)),
    before,
    after: reached,
    isSet: true,
  };
}

interface Written {
  readonly edits: readonly Edit[];
  /** The figure of the most exposed service afterwards. */
  readonly reached: number;
}

/**
 * The edits of plans, each in its first way, and where they lead; undefined where evaluating the edited document does not give what was
 * meant. Where there is no time to evaluate it, the lines are taken at their word.
 */
function written(snapshot: Snapshot, plans: readonly Plan[]): Written | undefined {
  const { systemd } = snapshot;
  const edits = plans.flatMap(({ target, settings }) => target.ways[0]?.(settings) ?? []);
  if (edits.length === 0) return undefined;
  const expected = plans.flatMap(({ target, settings }) => target.units.map((unit) => withSettings(unit, settings)));
  const after = snapshot.edited(applyEdits(snapshot.text, edits));
  const { problems } = after.analysis();
  if (problems.some(({ code }) => code === 'budget')) return { edits, reached: highest(expected, systemd) };
  const holds = plans.every(({ target, settings }) => {
    const units = sameUnits(after, target.units);
    const own = target.units.map((unit) => withSettings(unit, settings));
    return units.length === own.length && units.every((unit, at) => agrees(unit, own[at], settings, systemd));
  });
  const isSound = problems.length <= snapshot.analysis().problems.length;
  return holds && isSound ? { edits, reached: highest(sameUnits(after, expected), systemd) } : undefined;
}

function agrees(unit: Unit, expected: Unit | undefined, settings: readonly Setting[], systemd: number): boolean {
  const keys = new Set(unit.sections.flatMap(({ lines }) => lines.flatMap((line) => line?.key ?? [])));
  const figure = expected && exposureOf(expected, systemd)?.overall;
  return settings.every(({ key }) => keys.has(key)) && exposureOf(unit, systemd)?.overall === figure;
}

/** A plan with the first of its target's ways that evaluates to what was meant; none where no way does. */
function settled(snapshot: Snapshot, { target, settings }: Plan): readonly Plan[] {
  const plans = target.ways.map((way) => ({ target: { ...target, ways: [way] }, settings }));
  const good = plans.find((plan) => written(snapshot, [plan]) !== undefined);
  return good === undefined ? [] : [good];
}

function sameUnits(snapshot: Snapshot, units: readonly Unit[]): readonly Unit[] {
  const found = snapshot.analysis().units;
  return units.flatMap((unit) => found.find((other) => identityOf(other) === identityOf(unit)) ?? []);
}

function highest(units: readonly Unit[], systemd: number): number {
  return Math.max(...units.map((unit) => exposureOf(unit, systemd)?.overall ?? 0));
}

function notesOf(settings: readonly Setting[]): readonly string[] {
  return [...new Set(settings.map(({ key, breaks }) => `${key}: ${breaks}`))];
}

function sameSettings(a: readonly Setting[], b: readonly Setting[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
