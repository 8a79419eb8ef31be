import type { Origin } from '../../base/span';
import { coerceToString } from '../../nix/coerce';
import { force } from '../../nix/thunk';
import { type Attrs, isList, isString, isUnknown } from '../../nix/value';
import type { Scope, Unit } from '../model';
import { attempt, type Collector } from '../problems';
import { scriptsOf } from '../script-files';
import { typeOfName } from '../unit-file/name';
import { sectionsOfText } from '../unit-file/sections';
import { conditionsOf, keysOf, present } from '../values';
import { attrAt, type NixosWorld } from './world';

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
  const type = typeOfName(name);
  const attr = attrAt(config, 'text');
  const value = attempt(rt, to, () => force(attr.value));
  if (type === undefined || value === undefined || !isString(value)) return undefined;
  const conditions = conditionsOf(attr);
  const written = present((attr.definitions ?? []).map((one) => one.value));
  const sections = sectionsOfText(value, keysOf(attr), written, conditions);
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
    scripts: scriptsOf(to, [value.context]),
    assumptions: [...new Set([...assumptions, ...conditions])],
    unknowns: [...new Set((value.holes ?? []).map((hole) => hole.unknown.why))],
    declarations,
  };
}
