import { declare } from '../../modules/declare';
import { condition, merge, override } from '../../modules/lib/properties';
import type { ModuleSource, OptionType } from '../../modules/option-type';
import { attrsOf, lazyAttrsOf } from '../../modules/types/attrs';
import { either, nullOr } from '../../modules/types/either';
import { listOf } from '../../modules/types/list';
import { deferredModule } from '../../modules/types/misc';
import { path } from '../../modules/types/path';
import { bool, raw, str, unspecified } from '../../modules/types/scalar';
import { lines } from '../../modules/types/string';
import { submodule, submoduleWith } from '../../modules/types/submodule';
import { apply } from '../../nix/apply';
import { attrsFrom, getAttr } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { nixosUtils } from '../../nix/lib/nixos-utils';
import { native } from '../../nix/native';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { concatStrings } from '../../nix/text';
import { delay, force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str as text,
  type Value,
} from '../../nix/value';
import { unitModule } from '../nixos/unit-module';
import { attrAt, forward, type NixosWorld, optionAt } from '../nixos/world';

const FILE = '<nixpkgs>/nixos/modules/system/service';

/** What the system around a modular service decides. */
export interface Place {
  /** The folder that holds the folders of the services' files. */
  readonly dataFolder: () => NixString;
  /** The unit that pulls the service in. */
  readonly wantedBy: string;
}

function textFile(name: string, content: NixString): NixString {
  const path = unknownStorePath(name);
  const file = { name, text: content, executable: false, subpath: '' };
  return storeString({ path, encoded: path, file }, `${path}\n${content.text}`);
}

/** A file that a service reads: its place is the service manager's to say. */
function configData(world: NixosWorld, place: Place, service: string): OptionType {
  const { ctx } = world;
  const module = unitModule(`${FILE}/config-data-item.nix`, ({ name, config }) => {
    const content = optionAt(world, config, 'text').value;
    const source = delay(ctx.rt, () => {
      const value = force(content);
      if (isUnknown(value)) return value;
      return textFile(`service-configdata-${name()}`, coerceToString(ctx.rt, value, { mode: 'plain' }));
    });
    const fileName = delay(ctx.rt, () => {
      const given = force(attrAt(config, 'name').value);
      const file = coerceToString(ctx.rt, given, { mode: 'plain' });
      return concatStrings(ctx.rt, [place.dataFolder(), text(`/${service}/`), file]);
    });
    return attrsFrom([
      [
        'options',
        attrsFrom([
          ['enable', declare(ctx, { type: bool, default: true })],
          ['name', declare(ctx, { type: str, default: delay(ctx.rt, () => text(name())) })],
          ['path', declare(ctx, { type: str, readOnly: true })],
          ['text', declare(ctx, { type: nullOr(lines), default: null })],
          ['source', declare(ctx, { type: path })],
        ]),
      ],
      [
        'config',
        attrsFrom([
          ['path', fileName],
          [
            'source',
            condition(
              delay(ctx.rt, () => force(content) !== null),
              override(1000, source),
            ),
          ],
        ]),
      ],
    ]);
  });
  return submodule([module]);
}

function deferredUnits(world: NixosWorld): Attrs {
  return declare(world.ctx, { type: lazyAttrsOf(deferredModule([])), default: attrsFrom([]) });
}

function alias(world: NixosWorld): Attrs {
  return declare(world.ctx, { type: deferredModule([]) });
}

/** What the service's own unit has unless the service says otherwise. */
function primaryDefaults(mainExecStart: Attr, { wantedBy }: Place): Attrs {
  const command = forward(mainExecStart, list([mainExecStart.value]));
  const defaults = attrsFrom([
    ['Type', override(1000, text('simple'))],
    ['Restart', override(1000, text('always'))],
    ['RestartSec', override(1000, text('5'))],
  ]);
  return attrsFrom([
    ['wantedBy', override(1000, list([text(wantedBy)]))],
    ['serviceConfig', attrs(new Map([...defaults.entries, ['ExecStart', command]]))],
  ]);
}

function systemdOptions(world: NixosWorld): Attrs {
  const { ctx } = world;
  return attrsFrom([
    ['mainExecStart', declare(ctx, { type: str })],
    ['services', deferredUnits(world)],
    ['sockets', deferredUnits(world)],
    ['service', alias(world)],
    ['socket', alias(world)],
    ['lib', declare(ctx, { type: raw, default: attrsFrom([['escapeSystemdExecArgs', escapeArgs(world)]]) })],
  ]);
}

function escapeArgs(world: NixosWorld): Lazy {
  return native('escapeSystemdExecArgs', 1, (_rt, argv) => execLine(world, argv ?? null));
}

/** A command line that systemd passes on word by word. */
function execLine(world: NixosWorld, argv: Lazy): Value {
  return apply(world.ctx.rt, getAttr(nixosUtils, 'escapeSystemdExecArgs') ?? null, argv);
}

/** A modular service: process, files, units and services inside of it. */
export function serviceType(world: NixosWorld, place: Place, parents: readonly string[]): OptionType {
  const { ctx } = world;
  const module: ModuleSource = unitModule(`${FILE}/service.nix`, ({ name, config, options }) => {
    const here = (): readonly string[] => [...parents, name()];
    const later = (compute: () => Attrs): Lazy => delay(ctx.rt, compute);
    const argv = optionAt(world, config, 'process', 'argv');
    const main = optionAt(world, config, 'systemd', 'mainExecStart');
    const line = delay(ctx.rt, () => execLine(world, argv.value));
    const passOn = (single: string): Attrs =>
      condition(
        optionAt(world, options, 'systemd', single, 'isDefined').value,
        attrsFrom([['', optionAt(world, config, 'systemd', single).value]]),
      );
    const primary = attrsFrom([['', primaryDefaults(main, place)]]);
    return attrsFrom([
      [
        'options',
        attrsFrom([
          ['process', attrsFrom([['argv', declare(ctx, { type: listOf(either(path, str)) })]])],
          [
            'configData',
            later(() =>
              declare(ctx, { type: lazyAttrsOf(configData(world, place, here().join('-'))), default: attrsFrom([]) }),
            ),
          ],
          [
            'services',
            later(() => declare(ctx, { type: attrsOf(serviceType(world, place, here())), default: attrsFrom([]) })),
          ],
          ['systemd', systemdOptions(world)],
          ['assertions', declare(ctx, { type: listOf(unspecified), default: list([]) })],
          ['warnings', declare(ctx, { type: listOf(str), default: list([]) })],
          ['meta', declare(ctx, { type: unspecified, default: attrsFrom([]) })],
          ['notificationProtocol', declare(ctx, { type: listOf(str), default: list([]) })],
        ]),
      ],
      [
        'config',
        attrsFrom([
          [
            'systemd',
            attrs(
              new Map([
                ['mainExecStart', forward(argv, override(1000, line))],
                ['services', { value: merge(list([primary, passOn('service')])), key: undefined }],
                ['sockets', { value: passOn('socket'), key: undefined }],
              ]),
            ),
          ],
        ]),
      ],
    ]);
  });
  return submoduleWith({
    modules: [module],
    specialArgs: attrsFrom([]),
    shorthandOnlyDefinesConfig: false,
    description: undefined,
    class: 'service',
  });
}
