import type { Runtime } from '../nix/runtime';
import { force } from '../nix/thunk';
import { isAttrs } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';
import type { FileRequest } from './analyse';
import type { Possible, Slot } from './analysis';
import { type Configuration, configure } from './configuration';
import { examine, fileModule } from './file-value';
import { nothingKept } from './kept';
import type { Entry, Unit, ValueHole } from './model';
import { attempt, collector } from './problems';
import { readSlots } from './read-slots';
import { readUnits } from './read-units';
import { ANY_INSTANCE, samples } from './samples';

const SIGN = '‹name›';

function named(text: string): string {
  return text.replaceAll(ANY_INSTANCE, SIGN);
}

/** The instance's name is as unknown as what it stands for. */
function withHoles(entry: Entry): Entry {
  const found = [...entry.value.matchAll(new RegExp(ANY_INSTANCE, 'gi'))];
  if (found.length === 0) return entry;
  const holes = found.map((one): ValueHole => ({ start: one.index, end: one.index + one[0].length, why: 'name' }));
  return { ...entry, holes: [...entry.holes, ...holes] };
}

function ofAnyName(unit: Unit): Unit {
  const sections = unit.sections.map((section) => ({
    ...section,
    lines: section.lines.map((line) => line && withHoles(line)),
  }));
  return { ...unit, name: named(unit.name), sections };
}

function slotsOfAnyName(slots: readonly Slot[]): readonly Slot[] {
  return slots.filter(({ key }) => !key.includes(ANY_INSTANCE)).map((slot) => ({ ...slot, unit: named(slot.unit) }));
}

/** The settings of a file's request, with what its options may be; undefined where there is no such option. */
function settingsOf(
  { settings }: FileRequest,
  { isHost, evaluation, world }: Configuration,
): typeof settings | undefined {
  if (isHost()) return undefined;
  const options = force(evaluation.options);
  const sample = isAttrs(options) ? samples(world.ctx, options) : undefined;
  return sample && [...settings, { path: [], value: sample }];
}

/**
 * What a module declares where its options are set: the units of an instance of each kind that it has instances of, and of switches that are
 * off. Undefined where nothing can be set, and for machines, whose options have the values that they have.
 */
export function possible(rt: Runtime, file: FileRequest, tree: SyntaxTree): Possible | undefined {
  const to = collector(rt);
  const examined = examine(rt, file, tree);
  const configured = (request: FileRequest): Configuration => {
    const made: Configuration = configure(rt, to, { ...request, kept: nothingKept(rt) }, [
      fileModule(
        rt,
        request,
        () => examined,
        () => made,
      ),
    ]);
    return made;
  };
  const settings = attempt(rt, to, () => settingsOf(file, configured(file)));
  if (settings === undefined) return undefined;
  const found = configured({ ...file, settings });
  const units = attempt(rt, to, () => readUnits(found, to)) ?? [];
  const slots = attempt(rt, to, () => readSlots(found)) ?? [];
  const problems = to.problems().map((problem) => ({ ...problem, message: named(problem.message) }));
  return { units: units.map(ofAnyName), slots: slotsOfAnyName(slots), problems };
}
