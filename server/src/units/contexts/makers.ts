import { mergeAttrs, removeAttrs } from '../../nix/attrs';
import { expectAttrs } from '../../nix/expect';
import { native } from '../../nix/native';
import { kept, keptArgument } from '../../nix/pkgs/kept-call';
import type { Runtime } from '../../nix/runtime';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrsOf, isAttrs, isList, isUnknown, type Lazy, list, type Value } from '../../nix/value';
import { quietly } from '../problems';
import { type EntryPoint, modulesOf } from './entry-point';

/** What makers of systems are called with, and what calls of them give. */
const CONFIGURATION = 'configuration-of-modules';

function items(value: Value): readonly Lazy[] {
  if (isList(value)) return value.items;
  return isUnknown(value) ? [value] : [];
}

function argumentOf(set: Attrs, name: string): Value {
  const attr = set.entries.get(name);
  return attr === undefined ? null : force(attr.value);
}

/** A system or a home of the arguments that `nixosSystem` takes: its modules are kept, and its packages are those given. */
export function madeOf(rt: Runtime, why: string, pkgs: Lazy, argument: Lazy): Attrs {
  const extend = native('extendModules', 1, (_rt, more) => {
    const set = expectAttrs(argument);
    const further = expectAttrs(more ?? null);
    const modules = list([...items(argumentOf(set, 'modules')), ...items(argumentOf(further, 'modules'))]);
    const special = [argumentOf(set, 'specialArgs'), argumentOf(further, 'specialArgs')].filter(isAttrs);
    const specialArgs = special.reduce<Attrs>(mergeAttrs, attrsOf({}));
    return madeOf(rt, why, pkgs, mergeAttrs(set, attrsOf({ modules, specialArgs })));
  });
  const packages = delay(rt, () => {
    const set = force(argument);
    const given = isAttrs(set) ? set.entries.get('pkgs') : undefined;
    return force(given?.value ?? pkgs);
  });
  return kept(CONFIGURATION, why, argument, [
    ['extendModules', extend],
    ['pkgs', packages],
  ]);
}

/** A function as `nixosSystem`. */
export function systemMaker(why: string, pkgs: Lazy): Lazy {
  return native(why, 1, (rt, argument) => madeOf(rt, why, pkgs, argument ?? null));
}

/** The arguments of modules without a `lib` and `pkgs` that are not known here: those of nixpkgs stand for them. */
function withoutUnknown(rt: Runtime, given: Attrs): Attrs {
  const isKnown = (value: Lazy): boolean => {
    const found = quietly(rt, () => force(value));
    return found !== undefined && !isUnknown(found);
  };
  const unknowns = ['lib', 'pkgs'].filter((name) => {
    const attr = given.entries.get(name);
    return attr !== undefined && !isKnown(attr.value);
  });
  return unknowns.length === 0 ? given : removeAttrs(given, new Set(unknowns));
}

/** The modules behind a system or a home; none where the value is nothing of the kind. */
export function configurationEntry(rt: Runtime, path: string, name: string, value: Value): readonly EntryPoint[] {
  const argument = keptArgument(value, CONFIGURATION);
  const set = argument === undefined ? null : force(argument);
  if (!isAttrs(set)) return [];
  const base = items(argumentOf(set, 'baseModules'));
  const own = [...items(argumentOf(set, 'modules')), ...items(argumentOf(set, 'extraModules'))];
  const single = set.entries.get('configuration');
  const modules = single === undefined ? own : [...own, single.value];
  const given = [argumentOf(set, 'specialArgs'), argumentOf(set, 'extraSpecialArgs')].find(isAttrs);
  const specialArgs = given && withoutUnknown(rt, given);
  return [{ name, modules: modulesOf(path, [...base, ...modules]), specialArgs, isHost: true }];
}
