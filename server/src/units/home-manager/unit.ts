import type { Origin } from '../../base/span';
import { attrNames } from '../../nix/order';
import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import { type Attrs, type Context, isAttrs, isUnknown } from '../../nix/value';
import type { Entry, Section, Unit, UnitType } from '../model';
import { attempt, type Collector } from '../problems';
import { scriptsOf } from '../script-files';
import { isNothing, knownEntries } from '../values';

/** The value of each entry of one key. */
function linesOf(sections: readonly Section[], section: string, key: string): readonly string[] {
  const lines = sections.find(({ name }) => name === section)?.lines ?? [];
  return lines.filter((line) => line?.key === key).map((line) => line?.value ?? '');
}

/** A unit of home-manager: sections by name, a line for each element, nothing for null and empty lists. */
export function homeUnitOf(
  rt: Runtime,
  to: Collector,
  name: string,
  kind: UnitType,
  config: Attrs,
  declarations: readonly Origin[],
  assumptions: readonly string[],
): Unit {
  const contexts: (Context | undefined)[] = [];
  const sections: Section[] = [];
  for (const section of attrNames(config)) {
    const attr = config.entries.get(section);
    const set = attr === undefined ? undefined : attempt(rt, to, () => force(attr.value));
    if (set !== undefined && isUnknown(set)) to.meet(set.why);
    if (set === undefined || !isAttrs(set)) continue;
    const lines = attrNames(set).flatMap((key): readonly Entry[] => {
      const directive = set.entries.get(key);
      if (directive === undefined) return [];
      const nothing =
        attempt(
          rt,
          to,
          () => isNothing(force(directive.value)),
          () => false,
        ) ?? true;
      const written = nothing ? [] : knownEntries(rt, to, section, key, directive);
      contexts.push(...written.map(({ context }) => context));
      return written.map(({ entry }) => entry);
    });
    if (lines.length > 0) sections.push({ name: section, lines });
  }
  const entries = sections.flatMap((section) => section.lines.filter((line) => line !== undefined));
  return {
    name: `${name}.${kind}`,
    type: kind,
    scope: 'user',
    world: 'home-manager',
    enabled: true,
    dropIn: false,
    sections,
    links: {
      wantedBy: linesOf(sections, 'Install', 'WantedBy'),
      requiredBy: linesOf(sections, 'Install', 'RequiredBy'),
      upheldBy: [],
      aliases: [],
    },
    scripts: scriptsOf(to, contexts),
    assumptions: [...new Set([...assumptions, ...entries.flatMap((entry) => entry.conditions)])],
    unknowns: [...new Set(entries.flatMap((entry) => entry.holes.map((hole) => hole.why)))],
    declarations,
  };
}
