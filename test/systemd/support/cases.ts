import { directivesOf } from '../../../server/src/systemd/catalogue';
import type { Directive } from '../../../server/src/systemd/types';
import { type Random, seeded } from './random';
import { common, pools } from './values';
import { type ValueCase, verifiedSections } from './verify';

const extra = 'abzAZ0159 -+~:/.,=%@"\'\\;*_|!';

/** A value with one slip: a character dropped, doubled, swapped, replaced or put in, or two values joined. */
function slip(value: string, other: string, random: Random): string {
  const at = random.below(value.length + 1);
  switch (random.below(7)) {
    case 0:
      return value.slice(0, at) + value.slice(at + 1);
    case 1:
      return value.slice(0, at) + value.slice(Math.max(0, at - 1));
    case 2:
      return value.slice(0, at) + (value[at + 1] ?? '') + (value[at] ?? '') + value.slice(at + 2);
    case 3:
      return value.slice(0, at) + random.pick([...extra]) + value.slice(at + 1);
    case 4:
      return value.slice(0, at) + random.pick([...extra]) + value.slice(at);
    case 5:
      return `${value}${random.pick([' ', ',', ':', ''])}${other}`;
    default:
      return random.pick([value.toUpperCase(), value.toLowerCase(), `${value} `, ` ${value}`]);
  }
}

/** One value in sequence for each directive in turn: from its parser's pool first, then common ones, then slips. */
export function generateCases(version: number, count: number, seed: number): readonly ValueCase[] {
  const random = seeded(seed);
  const slots = verifiedSections.flatMap((section) => directivesOf(section, version));
  const byParser = new Map<string, Directive[]>();
  for (const entry of slots) byParser.set(entry.parser, [...(byParser.get(entry.parser) ?? []), entry]);
  const parsers = [...byParser.values()];
  const cases: ValueCase[] = [];
  for (let round = 0; cases.length < count; round++) {
    for (const entries of parsers) {
      const entry = random.pick(entries);
      cases.push({ section: entry.section, name: entry.name, value: valueFor(entry, round, random) });
    }
  }
  return cases.slice(0, count);
}

function valueFor(entry: Directive, round: number, random: Random): string {
  const own = [...(pools.get(entry.parser) ?? []), ...entry.values, ...Object.values(entry.booleans ?? {})];
  const seeds = own.length > 0 ? own : common;
  if (round < 4) return random.pick(seeds);
  const kind = random.below(10);
  if (kind < 5) return random.pick(seeds);
  if (kind < 6) return random.pick(common);
  return slip(random.pick(seeds), random.pick(seeds), random);
}
