import { condition, merge, orderAfter } from '../../modules/lib/properties';
import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { concatStrings } from '../../nix/text';
import { delay, force } from '../../nix/thunk';
import { type Attr, type Attrs, attrs, isUnknown, type Lazy, list, str, type Value } from '../../nix/value';
import { jobScript, PHASES } from './scripts';
import { isFilled, isSet, type ModuleArguments, unitModule } from './unit-module';
import { attrAt, callLib, forward, type NixosWorld, optionAt, valueAt } from './world';

const FILE = '<nixpkgs>/nixos/modules/system/boot/systemd.nix';
const DEFAULT_PATH = ['coreutils', 'findutils', 'gnugrep', 'gnused'];

function single(name: string, attr: Attr): Attrs {
  return attrs(new Map([[name, attr]]));
}

/** The definitions that one script option makes. */
function scriptDefinition(world: NixosWorld, args: ModuleArguments, phase: (typeof PHASES)[number]): Attrs {
  const { rt } = world.ctx;
  const { config, name } = args;
  const text = optionAt(world, config, phase.option);
  const path = delay(rt, () => {
    const value = force(text.value);
    const strict = force(attrAt(config, 'enableStrictShellChecks').value) === true;
    if (isUnknown(value)) return value;
    const origin = text.definitions?.[0]?.value;
    return jobScript(world, name(), phase.phase, coerceToString(rt, value, { mode: 'plain' }), strict, origin);
  });
  const line = delay(rt, () => {
    if (phase.option !== 'script') return force(path);
    const scriptArgs = coerceToString(rt, attrAt(config, 'scriptArgs').value, { mode: 'plain' });
    return concatStrings(rt, [coerceToString(rt, path, { mode: 'plain' }), str(' '), scriptArgs]);
  });
  const directive = forward(text, phase.list ? list([line]) : line);
  const definitions = attrsFrom([
    ['jobScripts', list([path])],
    ['serviceConfig', single(phase.directive, directive)],
  ]);
  return condition(isSet(world, text.value), definitions);
}

/** `PATH` of a service: `bin` and then `sbin` of each entry of `path`. */
function searchPath(world: NixosWorld, path: Lazy): Value {
  const { rt } = world.ctx;
  const value = force(path);
  if (isUnknown(value)) return value;
  const bin = callLib(world, 'makeBinPath', path);
  const sbin = callLib(world, 'makeSearchPathOutput', str('bin'), str('sbin'), path);
  const texts = [bin, sbin].map((each) => coerceToString(rt, each, { mode: 'plain' }));
  return concatStrings(rt, texts, str(':'));
}

/** What a service makes of its options: scripts, PATH, its name. */
export function serviceModule(world: NixosWorld): ModuleSource {
  return unitModule(FILE, (args) => {
    const { rt } = world.ctx;
    const path = optionAt(world, args.config, 'path');
    const search = forward(
      path,
      condition(
        isFilled(world, path.value),
        delay(rt, () => searchPath(world, path.value)),
      ),
    );
    const strict = delay(rt, () => force(valueAt(world.config, 'systemd', 'enableStrictShellChecks')) === true);
    const own = attrsFrom([
      ['name', delay(rt, () => str(`${args.name()}.service`))],
      ['environment', single('PATH', search)],
      [
        'enableStrictShellChecks',
        attrsFrom([
          ['_type', str('override')],
          ['priority', 1500n],
          ['content', strict],
        ]),
      ],
    ]);
    return attrsFrom([['config', merge(list([...PHASES.map((phase) => scriptDefinition(world, args, phase)), own]))]]);
  });
}

/** The packages that every service has in PATH, unless it says otherwise. */
export function defaultPathModule(world: NixosWorld): ModuleSource {
  return unitModule(FILE, ({ config }) => {
    const { rt } = world.ctx;
    const named = DEFAULT_PATH.map((name) => delay(rt, () => valueAt(world.pkgs, name)));
    const systemd = delay(rt, () => valueAt(world.config, 'systemd', 'package'));
    const wanted = optionAt(world, config, 'enableDefaultPath').value;
    return attrsFrom([['config', attrsFrom([['path', condition(wanted, orderAfter(list([...named, systemd])))]])]]);
  });
}
