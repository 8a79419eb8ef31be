import type { Origin } from '../../base/span';
import { coerceToString } from '../../nix/coerce';
import { force } from '../../nix/thunk';
import { type Attrs, isList, isString, isUnknown, type NixString } from '../../nix/value';
import type { Entry, Scope, Section, Unit, UnitType } from '../model';
import { attempt, type Collector } from '../problems';
import { scriptsOf } from '../script-files';
import { parseUnitFile } from '../unit-file/parse';
import { attrAt, type NixosWorld } from './world';

const TYPES: readonly UnitType[] = [
  'service',
  'socket',
  'timer',
  'path',
  'target',
  'mount',
  'automount',
  'slice',
  'swap',
  'scope',
  'device',
];

function typeOf(name: string): UnitType | undefined {
  return TYPES.find((type) => name.endsWith(`.${type}`));
}

function sectionsOf(
  text: NixString,
  keys: readonly Origin[],
  values: readonly Origin[],
  conditions: readonly string[],
): readonly Section[] {
  return parseUnitFile(text.text).map(({ name, assignments }) => ({
    name,
    lines: assignments.map(({ key, value, valueSpan }): Entry => {
      const span = valueSpan ?? { start: 0, end: 0 };
      const holes = (text.holes ?? [])
        .filter((hole) => hole.start >= span.start && hole.end <= span.end)
        .map((hole) => ({ start: hole.start - span.start, end: hole.end - span.start, why: hole.unknown.why }));
      return { section: name, key, value, holes, keys, values, conditions };
    }),
  }));
}

/** A unit that `systemd.units` has as a text; undefined where there is none. */
export function rawUnit(
  nixos: NixosWorld,
  to: Collector,
  name: string,
  config: Attrs,
  scope: Scope,
  declarations: readonly Origin[],
  assumptions: readonly string[],
): Unit | undefined {
  const { rt } = nixos.ctx;
  const type = typeOf(name);
  const attr = attrAt(config, 'text');
  const value = attempt(rt, to, () => force(attr.value));
  if (type === undefined || value === undefined || !isString(value)) return undefined;
  const definitions = attr.definitions ?? [];
  const present = (origins: readonly (Origin | undefined)[]): readonly Origin[] =>
    origins.filter((one) => one !== undefined);
  const conditions = definitions.flatMap((one) => one.conditions);
  const sections = sectionsOf(
    value,
    present(definitions.map((one) => one.key)),
    present(definitions.map((one) => one.value)),
    conditions,
  );
  const names = (option: string): readonly string[] => {
    const list = attempt(rt, to, () => force(attrAt(config, option).value));
    if (list === undefined || isUnknown(list) || !isList(list)) return [];
    return list.items.map((item) => coerceToString(rt, item, { mode: 'plain' }).text);
  };
  const strategy = attempt(rt, to, () => force(attrAt(config, 'overrideStrategy').value));
  return {
    name,
    type,
    scope,
    world: 'nixos',
    enabled: attempt(rt, to, () => force(attrAt(config, 'enable').value)) !== false,
    dropIn: strategy !== undefined && isString(strategy) && strategy.text === 'asDropin',
    sections,
    verbatim: value.text,
    links: {
      wantedBy: names('wantedBy'),
      requiredBy: names('requiredBy'),
      upheldBy: names('upheldBy'),
      aliases: names('aliases'),
    },
    scripts: scriptsOf([value.context]),
    assumptions: [...new Set([...assumptions, ...conditions])],
    unknowns: [...new Set((value.holes ?? []).map((hole) => hole.unknown.why))],
    declarations,
  };
}
