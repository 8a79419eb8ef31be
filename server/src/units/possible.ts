import { memo } from '../modules/memo';
import { attrsFrom } from '../nix/attrs';
import type { Runtime } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import { type Attrs, isAttrs } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';
import type { FileRequest } from './analyse';
import type { Possible, Slot } from './analysis';
import { type Configuration, configure } from './configuration';
import { examiner, fileModule } from './file-value';
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

/** What a file's options may be, as a set to put into its configuration; undefined where there is no such option. */
function samplesOf({ isHost, evaluation, world }: Configuration): Attrs | undefined {
  if (isHost()) return undefined;
  const options = force(evaluation.options);
  return isAttrs(options) ? samples(world.ctx, options) : undefined;
}

const NOTHING = attrsFrom([]);

/**
 * What a module declares where its options are set: the units of an instance of each kind that it has instances of, and of switches that are
 * off. Undefined where nothing can be set, and for machines, whose options have the values that they have. It is computed once in each
 * revision, reusing what a change leaves as it was; `tree` gives the file's text as it is.
 */
export function prospector(rt: Runtime, file: FileRequest, tree: () => SyntaxTree): () => Possible | undefined {
  const to = collector(rt);
  const examined = examiner(rt, file, tree);
  const configured = (request: FileRequest): Configuration => {
    const made: Configuration = configure(rt, to, { ...request, kept: nothingKept(rt) }, [
      fileModule(rt, request, examined, () => made),
    ]);
    return made;
  };
  const plain = configured(file);
  const sample = memo(rt, () => attempt(rt, to, () => samplesOf(plain)));
  const set = { path: [], value: delay(rt, () => sample() ?? NOTHING) };
  const varied = configured({ ...file, settings: [...file.settings, set] });
  const found = memo(rt, () => {
    if (sample() === undefined) return undefined;
    const units = attempt(rt, to, () => readUnits(varied, to)) ?? [];
    const slots = attempt(rt, to, () => readSlots(varied)) ?? [];
    return { units: units.map(ofAnyName), slots: slotsOfAnyName(slots) };
  });
  return () => {
    const known = found();
    if (known === undefined) return undefined;
    return { ...known, problems: to.problems().map((problem) => ({ ...problem, message: named(problem.message) })) };
  };
}
