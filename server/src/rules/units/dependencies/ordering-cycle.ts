import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { writtenUnits } from '../../unit-entries';
import { placeOfWord } from '../../written-word';
import { type Reference, referencesOf } from './references';

/** Units that each wait for the other: systemd breaks the circle by not starting one of them. */
export const orderingCycle: Rule = {
  code: 'ordering-cycle',
  title: 'Ordering cycle',
  severity: 'warning',
  check: (subject: Subject) => {
    const units = writtenUnits(subject.analysis);
    return [...new Set(units.map(({ scope }) => scope))].flatMap((scope) =>
      check(
        subject,
        units.filter((unit) => unit.scope === scope),
      ),
    );
  },
};

/** `later` waits for `earlier` because a line says so. */
interface Edge {
  readonly later: string;
  readonly earlier: string;
  readonly reference: Reference;
}

function edgesOf(unit: Unit, names: ReadonlySet<string>): readonly Edge[] {
  return referencesOf(unit).flatMap((reference) => {
    const { entry, word } = reference;
    if (!names.has(word.text)) return [];
    if (entry.key === 'After') return [{ later: unit.name, earlier: word.text, reference }];
    return entry.key === 'Before' ? [{ later: word.text, earlier: unit.name, reference }] : [];
  });
}

function check(subject: Subject, units: readonly Unit[]): readonly Finding[] {
  const names = new Set(units.map(({ name }) => name));
  const edges = units.flatMap((unit) => edgesOf(unit, names));
  const next = new Map([...names].map((name) => [name, edges.filter(({ later }) => later === name)]));
  return edges.flatMap((edge) => {
    const way = wayBack(next, edge);
    if (way === undefined) return [];
    const { unit, entry, word } = edge.reference;
    const circle = [edge.later, ...way].join(' → ');
    const message =
      edge.later === edge.earlier
        ? `${unit.name} cannot wait for itself; systemd drops this.`
        : `These units wait for each other, so systemd leaves one of them out: ${circle}.`;
    return report(orderingCycle, placeOfWord(subject, entry, word)?.origin, unit, {
      message,
      severity: edge.later === edge.earlier ? 'info' : 'warning',
    });
  });
}

/** The shortest way from what an edge waits for back to where it began. */
function wayBack(next: ReadonlyMap<string, readonly Edge[]>, { later, earlier }: Edge): readonly string[] | undefined {
  const seen = new Set([earlier]);
  let ways: readonly (readonly string[])[] = [[earlier]];
  while (ways.length > 0) {
    const done = ways.find((way) => way.at(-1) === later);
    if (done !== undefined) return done;
    ways = ways.flatMap((way) =>
      (next.get(way.at(-1) ?? '') ?? []).flatMap((edge) => {
        if (seen.has(edge.earlier)) return [];
        seen.add(edge.earlier);
        return [[...way, edge.earlier]];
      }),
    );
  }
  return undefined;
}
