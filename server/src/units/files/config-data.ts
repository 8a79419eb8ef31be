import { force } from '../../nix/thunk';
import { type Attr, isAttrs, isString, type Lazy, type Value } from '../../nix/value';
import type { Configuration } from '../configuration';
import type { GeneratedFile } from '../generated-file';
import type { Scope } from '../model';
import { attrAt, valueAt } from '../nixos/world';
import { attempt, type Collector } from '../problems';
import { entryOf, knownEntries } from '../values';
import { isDefinedHere } from './defined';
import { fileOf, linesOf } from './lines';

/** Where modular services are declared, and whose they are. */
const TREES: readonly { readonly option: string; readonly scope: Scope }[] = [
  { option: 'system.services', scope: 'system' },
  { option: 'home.services', scope: 'user' },
];

/** The files that modular services get as `configData`, each at its path (nixos/modules/system/service/config-data-item.nix). */
export function configDataOf(from: Configuration, to: Collector): readonly GeneratedFile[] {
  const { rt } = from.world.ctx;
  return TREES.filter(({ option }) => isDefinedHere(from, to, option)).flatMap(({ option, scope }) => {
    const services = attempt(rt, to, () => valueAt(from.world.config, ...option.split('.')));
    return services === undefined ? [] : ofServices(from, to, scope, services);
  });
}

function ofServices(from: Configuration, to: Collector, scope: Scope, services: Lazy): readonly GeneratedFile[] {
  const { rt } = from.world.ctx;
  return members(from, to, services).flatMap(([, service]) => {
    const config = attempt(rt, to, () => force(service.value));
    if (config === undefined || !isAttrs(config)) return [];
    return [
      ...members(from, to, attrAt(config, 'configData').value).flatMap(([, file]) => dataFile(from, to, scope, file)),
      ...ofServices(from, to, scope, attrAt(config, 'services').value),
    ];
  });
}

function members(from: Configuration, to: Collector, lazy: Lazy): readonly (readonly [string, Attr])[] {
  const set = attempt(from.world.ctx.rt, to, () => force(lazy));
  return set !== undefined && isAttrs(set) ? [...set.entries] : [];
}

/** A file that is written as a text; one that comes from elsewhere has none. */
function dataFile(from: Configuration, to: Collector, scope: Scope, file: Attr): readonly GeneratedFile[] {
  const { rt } = from.world.ctx;
  const read = (option: string): Value | undefined => attempt(rt, to, () => force(attrAt(file.value, option).value));
  const path = read('path');
  const text = read('text');
  if (read('enable') === false || path === undefined || !isString(path) || text === undefined || text === null)
    return [];
  const attr = attempt(rt, to, () => attrAt(file.value, 'text'));
  const entry = isString(text)
    ? entryOf('', '', text, attr?.definitions ?? []).entry
    : attr && knownEntries(rt, to, '', '', attr)[0]?.entry;
  if (entry === undefined) return [];
  return [fileOf({ path: path.text, kind: 'data', scope, world: 'modular' }, linesOf([entry]), from.enabled())];
}
