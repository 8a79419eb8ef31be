import type { ModuleContext } from '../../../modules/context';
import { declare } from '../../../modules/declare';
import { evalModules } from '../../../modules/evaluate';
import type { ModuleSource } from '../../../modules/option-type';
import { typeValue } from '../../../modules/type-value';
import { lazyAttrsOf } from '../../../modules/types/attrs';
import { deferredModule } from '../../../modules/types/misc';
import { raw } from '../../../modules/types/scalar';
import { submodule } from '../../../modules/types/submodule';
import { apply } from '../../../nix/apply';
import { attrsFrom } from '../../../nix/attrs';
import { delay, force } from '../../../nix/thunk';
import {
  type Attrs,
  attrsOf,
  isFunction,
  isList,
  isString,
  type Lazy,
  list,
  str,
  type Value,
} from '../../../nix/value';
import { quietly } from '../../problems';
import { known, knownSet, knownText, member, openWith } from '../member';

/** An instance of a service in a clan's inventory, in which machines have roles. */
interface Instance {
  readonly name: string;
  readonly value: Lazy;
  /** The roles of the service by name, where its module is the clan's own. */
  readonly service: Lazy | undefined;
}

function textsIn(value: Value): readonly string[] {
  const items = isList(value) ? value.items.map((item) => force(item)) : [];
  return items.filter(isString).map(({ text }) => text);
}

/** The tags of a machine: those it is given, and those that every machine of NixOS has. */
function tagsOf({ rt }: ModuleContext, config: Lazy, machine: string): ReadonlySet<string> {
  const given = quietly(rt, () => textsIn(known(rt, config, 'inventory', 'machines', machine, 'tags'))) ?? [];
  return new Set(['all', 'nixos', ...given]);
}

function hasRole({ rt }: ModuleContext, role: Lazy, machine: string, tags: ReadonlySet<string>): boolean {
  if (knownSet(rt, role, 'machines').entries.has(machine)) return true;
  const wanted = known(rt, role, 'tags');
  const names = isList(wanted) ? (quietly(rt, () => textsIn(wanted)) ?? []) : knownSet(rt, role, 'tags').entries.keys();
  return [...names].some((tag) => tags.has(tag));
}

/** What a module of the class `clan.service` says. */
function serviceOf(ctx: ModuleContext, module: Lazy): Lazy {
  const value = attrsOf({
    freeformType: typeValue(ctx, lazyAttrsOf(raw)),
    options: attrsOf({ interface: declare(ctx, { type: deferredModule([]), default: attrsFrom([]) }) }),
  });
  const role = submodule([{ value, file: 'clan', form: 'module' }]);
  const options = attrsOf({
    roles: declare(ctx, { type: lazyAttrsOf(role), default: attrsFrom([]) }),
    perMachine: declare(ctx, { type: raw, default: attrsFrom([]) }),
  });
  return evalModules(ctx, {
    modules: [
      { value: module, file: 'clan', form: 'module' },
      { value: attrsOf({ options }), file: 'clan', form: 'module' },
    ],
    prefix: [],
    specialArgs: attrsFrom([]),
    class: 'clan.service',
    openWorld: true,
  }).config;
}

/** The settings of a machine in a role, with the defaults of the role's interface. */
function settingsOf(ctx: ModuleContext, config: Lazy, declared: Lazy, role: Lazy, machine: string): Lazy {
  const { rt } = ctx;
  return delay(rt, () => {
    const meta = delay(rt, () => force(member(force(config), 'meta')));
    const settings = [known(rt, role, 'settings'), known(rt, role, 'machines', machine, 'settings')];
    const given = settings
      .filter((value) => value !== null)
      .map((value): ModuleSource => ({ value, file: 'inventory', form: 'config' }));
    const own = delay(rt, () => force(member(force(declared), 'interface')));
    return force(
      evalModules(ctx, {
        modules: [{ value: own, file: 'clan', form: 'module' }, ...given],
        prefix: [],
        specialArgs: attrsOf({ meta }),
        class: undefined,
        openWorld: true,
      }).config,
    );
  });
}

/** What `perInstance` or `perMachine` adds to a machine: a set, or what a function of the instance gives. */
function moduleOf({ rt }: ModuleContext, given: Value, args: Attrs): readonly Lazy[] {
  const made = quietly(rt, () => (isFunction(given) ? apply(rt, given, args) : given));
  const module = made === undefined ? undefined : knownSet(rt, made).entries.get('nixosModule');
  return module === undefined ? [] : [module.value];
}

function modulesOfRole(
  ctx: ModuleContext,
  config: Lazy,
  instance: Instance,
  name: string,
  machine: string,
): readonly Lazy[] {
  const { rt } = ctx;
  const { value, service } = instance;
  const role = delay(rt, () => known(rt, value, 'roles', name));
  const extra = known(rt, role, 'extraModules');
  const further = isList(extra) ? extra.items : [];
  if (service === undefined) return further;
  const declared = delay(rt, () => known(rt, service, 'roles', name));
  const args = openWith('perInstance', [
    ['instanceName', str(instance.name)],
    ['settings', settingsOf(ctx, config, declared, role, machine)],
    ['machine', attrsOf({ name: str(machine), roles: list([str(name)]) })],
    ['roles', delay(rt, () => known(rt, value, 'roles'))],
    ['meta', delay(rt, () => force(member(force(config), 'meta')))],
  ]);
  const common = openWith('perMachine', [['machine', attrsOf({ name: str(machine) })]]);
  return [
    ...further,
    ...moduleOf(ctx, known(rt, declared, 'perInstance'), args),
    ...moduleOf(ctx, known(rt, service, 'perMachine'), common),
  ];
}

/** The modules that the instances of services in a clan's inventory add to a machine, by the roles that it has in them. */
export function serviceModules(ctx: ModuleContext, config: Lazy, machine: string): readonly Lazy[] {
  const { rt } = ctx;
  const tags = tagsOf(ctx, config, machine);
  return [...knownSet(rt, config, 'inventory', 'instances').entries].flatMap(([name, { value }]) => {
    const input = knownText(rt, value, 'module', 'input') ?? 'self';
    const called = knownText(rt, value, 'module', 'name') ?? name;
    const own = input === 'self' ? knownSet(rt, config, 'modules').entries.get(called) : undefined;
    const instance: Instance = { name, value, service: own && serviceOf(ctx, own.value) };
    return [...knownSet(rt, value, 'roles').entries]
      .filter(([, role]) => hasRole(ctx, role.value, machine, tags))
      .flatMap(([role]) => modulesOfRole(ctx, config, instance, role, machine));
  });
}
