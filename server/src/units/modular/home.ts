import { declare } from '../../modules/declare';
import type { ModuleSource } from '../../modules/option-type';
import { typeValue } from '../../modules/type-value';
import { attrsOf } from '../../modules/types/attrs';
import { either } from '../../modules/types/either';
import { listOf } from '../../modules/types/list';
import { raw } from '../../modules/types/scalar';
import { attrsFrom } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { concatStrings } from '../../nix/text';
import { delay, force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isList,
  isString,
  isUnknown,
  type Lazy,
  list,
  str,
  type Value,
} from '../../nix/value';
import { nativeModule } from '../nixos/unit-module';
import { attrAt, forward, type NixosWorld, valueAt } from '../nixos/world';
import { isNothing } from '../values';
import { type Place, serviceType } from './options';
import { unitsOf } from './units';

/** Options of a unit that become directives of `[Unit]`; home-manager writes their names with one capital (modules/services-modular). */
const UNIT_OPTIONS = [
  'description',
  'documentation',
  'requires',
  'wants',
  'upholds',
  'after',
  'before',
  'bindsTo',
  'partOf',
  'conflicts',
  'requisite',
  'onFailure',
  'onSuccess',
];

function place(world: NixosWorld): Place {
  return {
    wantedBy: 'default.target',
    dataFolder: () => {
      const home = valueAt(world.config, 'xdg', 'configHome');
      return concatStrings(world.ctx.rt, [
        coerceToString(world.ctx.rt, home, { mode: 'plain' }),
        str('/home-services'),
      ]);
    },
  };
}

/** `home.services`: modular services of a user. */
export function homeServicesOption(world: NixosWorld): Attrs {
  return declare(world.ctx, { type: attrsOf(serviceType(world, place(world), [])), default: attrsFrom([]) });
}

/** The system's usual target is the default one of a user. */
function ofUser(world: NixosWorld, lazy: Lazy): Value {
  const value = force(lazy);
  if (isList(value))
    return list(
      value.items.map((item) => delay(world.ctx.rt, () => ofUser(world, item))),
      value.open,
    );
  return isString(value) && value.text === 'multi-user.target' ? str('default.target') : value;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
}

function directives(world: NixosWorld, unit: Lazy, options: Iterable<readonly [string, string]>): Map<string, Attr> {
  const entries = new Map<string, Attr>();
  for (const [option, directive] of options) {
    const attr = attrAt(unit, option);
    const value = ofUser(world, attr.value);
    if (!isNothing(value)) entries.set(directive, forward(attr, value));
  }
  return entries;
}

function setAt(unit: Lazy, option: string): ReadonlyMap<string, Attr> {
  const value = force(attrAt(unit, option).value);
  return isAttrs(value) ? value.entries : new Map();
}

function environment(world: NixosWorld, unit: Lazy): ReadonlyMap<string, Attr> {
  const { rt } = world.ctx;
  const lines = [...setAt(unit, 'environment')].flatMap(([name, { value }]) => {
    if (force(value) === null) return [];
    return [concatStrings(rt, [str(`${name}=`), coerceToString(rt, value, { mode: 'toString' })])];
  });
  return lines.length === 0 ? new Map() : new Map([['Environment', forward(attrAt(unit, 'environment'), list(lines))]]);
}

/** The sections that a unit's options become. */
function sections(world: NixosWorld, kind: 'services' | 'sockets', unit: Lazy): Attrs {
  const named = UNIT_OPTIONS.map((option) => [option, capitalised(option)] as const);
  const own =
    kind === 'services'
      ? new Map([...setAt(unit, 'serviceConfig'), ...environment(world, unit)])
      : new Map([
          ...setAt(unit, 'socketConfig'),
          ...directives(world, unit, [
            ['listenStreams', 'ListenStream'],
            ['listenDatagrams', 'ListenDatagram'],
          ]),
        ]);
  const install = directives(world, unit, [
    ['wantedBy', 'WantedBy'],
    ['requiredBy', 'RequiredBy'],
  ]);
  return attrsFrom([
    ['Unit', attrs(new Map([...directives(world, unit, named), ...setAt(unit, 'unitConfig')]))],
    [kind === 'services' ? 'Service' : 'Socket', attrs(own)],
    ['Install', attrs(install)],
  ]);
}

/** Evaluates a unit's module without options of its own, as home-manager does, and gives its sections. */
function evaluated(world: NixosWorld, kind: 'services' | 'sockets', name: string, module: Lazy): Lazy {
  const free = attrsOf(either(attrsOf(raw), either(listOf(raw), raw)));
  const freeform = attrsFrom([['freeformType', typeValue(world.ctx, free)]]);
  const source = (value: Lazy): ModuleSource => ({
    value,
    file: '<home-manager>/modules/services-modular',
    form: 'module',
  });
  return delay(world.ctx.rt, () => {
    const evaluation = world.ctx.evaluate(world.ctx, {
      modules: [source(freeform), source(module)],
      prefix: ['home', 'services', name],
      specialArgs: attrsFrom([]),
      class: undefined,
      openWorld: false,
    });
    const { config } = evaluation;
    const value = force(config);
    return isUnknown(value) ? value : sections(world, kind, value);
  });
}

/** Turns the modular services of a user into units of home-manager. */
export function homeModularModule(world: NixosWorld): ModuleSource {
  return nativeModule('<home-manager>/modules/services-modular', ['config'], (args) => {
    const config = attrAt(args, 'config').value;
    const services = delay(world.ctx.rt, () => valueAt(config, 'home', 'services'));
    const units = (kind: 'services' | 'sockets'): Lazy =>
      delay(world.ctx.rt, () => {
        const found = unitsOf(kind, services, '').map(
          ([name, attr]) => [name, { ...attr, value: evaluated(world, kind, name, attr.value) }] as const,
        );
        return attrs(new Map(found));
      });
    const user = attrsFrom([
      ['services', units('services')],
      ['sockets', units('sockets')],
    ]);
    return attrsFrom([['config', attrsFrom([['systemd', attrsFrom([['user', user]])]])]]);
  });
}
