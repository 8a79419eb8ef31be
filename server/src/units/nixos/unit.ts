import type { Origin } from '../../base/span';
import { coerceToString } from '../../nix/coerce';
import { NixError } from '../../nix/errors';
import { toJson } from '../../nix/json';
import { attrNames, sortNames } from '../../nix/order';
import { concatStrings } from '../../nix/text';
import { force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  type Context,
  isAttrs,
  isList,
  isString,
  isUnknown,
  str,
  type Value,
} from '../../nix/value';
import { configOption, SECTIONS } from '../kinds';
import type { Entry, Line, Scope, Section, Unit, UnitType, World } from '../model';
import { attempt, type Collector } from '../problems';
import { scriptsOf } from '../script-files';
import { entriesOf, entryOf, holesIn, knownEntries, type Written } from '../values';
import { attrAt, type NixosWorld, valueAt } from './world';

/** Where a unit's values are read from. */
export interface UnitSource {
  readonly kind: UnitType;
  readonly scope: Scope;
  readonly world: World;
  readonly config: Attrs;
  readonly declarations: readonly Origin[];
  readonly assumptions: readonly string[];
}

interface Reader {
  readonly nixos: NixosWorld;
  readonly to: Collector;
  readonly contexts: (Context | undefined)[];
}

function keep(reader: Reader, written: readonly Written[] | undefined): readonly Entry[] {
  for (const { context } of written ?? []) reader.contexts.push(context);
  return (written ?? []).map(({ entry }) => entry);
}

/** The lines of a set of directives, sorted by name. */
function directives(reader: Reader, section: string, set: Attr): readonly Entry[] {
  const { rt } = reader.nixos.ctx;
  const value = attempt(rt, reader.to, () => force(set.value));
  if (value === undefined || !isAttrs(value)) {
    if (value !== undefined && isUnknown(value)) reader.to.meet(value.why);
    return [];
  }
  if (value.open !== undefined) reader.to.meet(value.open.why);
  return attrNames(value).flatMap((name) => {
    const attr = value.entries.get(name);
    return attr === undefined ? [] : keep(reader, knownEntries(rt, reader.to, section, name, attr));
  });
}

const LONGEST_LINE = 1048576;

function variable(reader: Reader, unit: string, name: string, attr: Attr): readonly Written[] {
  const { rt } = reader.nixos.ctx;
  const value = force(attr.value);
  if (value === null) return [];
  const text = concatStrings(rt, [str(`${name}=`), coerceToString(rt, value, { mode: 'interpolation' })]);
  if (text.text.length >= LONGEST_LINE) {
    throw new NixError(
      'throw',
      `The value of the environment variable ‘${name}’ in systemd service ‘${unit}’ is too long.`,
    );
  }
  return [entryOf('Service', 'Environment', toJson(rt, text), attr.definitions ?? [])];
}

/** `Environment=` lines: those of every service, overridden by the service's own. */
function environment(reader: Reader, unit: string, config: Attrs): readonly Entry[] {
  const { rt } = reader.nixos.ctx;
  const merged = new Map<string, Attr>();
  const sources = [
    () => valueAt(reader.nixos.config, 'systemd', 'globalEnvironment'),
    () => force(attrAt(config, 'environment').value),
  ];
  for (const source of sources) {
    const set = attempt(rt, reader.to, source);
    if (set === undefined) continue;
    if (isUnknown(set)) reader.to.meet(set.why);
    if (!isAttrs(set)) continue;
    if (set.open !== undefined) reader.to.meet(set.open.why);
    for (const [name, attr] of set.entries) merged.set(name, attr);
  }
  return sortNames(merged.keys()).flatMap((name) => {
    const attr = merged.get(name);
    return attr === undefined
      ? []
      : keep(
          reader,
          attempt(rt, reader.to, () => variable(reader, unit, name, attr)),
        );
  });
}

/** The option that a switch reads, when it is not what it is by default. */
function switchLine(reader: Reader, config: Attrs, option: string, key: string, written: boolean): readonly Entry[] {
  const attr = config.entries.get(option);
  if (attr === undefined) return [];
  const value = attempt(reader.nixos.ctx.rt, reader.to, () => force(attr.value));
  if (value !== written) return [];
  return keep(reader, [entryOf('Service', key, str(String(written)), attr.definitions ?? [])]);
}

function switchLines(reader: Reader, config: Attrs): readonly Entry[] {
  const reload = switchLine(reader, config, 'reloadIfChanged', 'X-ReloadIfChanged', true);
  const restart = switchLine(reader, config, 'restartIfChanged', 'X-RestartIfChanged', false);
  return [
    ...(reload.length > 0 ? reload : restart),
    ...switchLine(reader, config, 'stopIfChanged', 'X-StopIfChanged', false),
    ...switchLine(reader, config, 'notSocketActivated', 'X-NotSocketActivated', true),
  ];
}

/** The lines of a listening option; one blank line when there are none. */
function listening(reader: Reader, config: Attrs, option: string, key: string): readonly Line[] {
  const { rt } = reader.nixos.ctx;
  const lines = keep(reader, knownEntries(rt, reader.to, 'Socket', key, attrAt(config, option)));
  return lines.length === 0 ? [undefined] : lines;
}

function ownSection(reader: Reader, source: UnitSource, name: string): readonly Section[] {
  const { kind, config } = source;
  const section = SECTIONS[kind];
  if (section === undefined) return [];
  const lines = directives(reader, section, attrAt(config, configOption(kind)));
  switch (kind) {
    case 'service': {
      const first = [...environment(reader, name, config), ...switchLines(reader, config)];
      return [{ name: section, lines: [...first, ...lines] }];
    }
    case 'socket': {
      const streams = listening(reader, config, 'listenStreams', 'ListenStream');
      const datagrams = listening(reader, config, 'listenDatagrams', 'ListenDatagram');
      return [{ name: section, lines: [...lines, undefined, ...streams, ...datagrams] }];
    }
    default:
      return [{ name: section, lines: [...lines, undefined] }];
  }
}

function install(reader: Reader, source: UnitSource, wantedBy: readonly string[]): readonly Section[] {
  if (source.kind === 'target' || wantedBy.length === 0) return [];
  const attr = attrAt(source.config, 'wantedBy');
  const value = force(attr.value);
  const origins = isList(value) ? entriesOf(reader.nixos.ctx.rt, 'Install', 'WantedBy', attr) : [];
  const { entry } = entryOf('Install', 'WantedBy', str(wantedBy.join(' ')), attr.definitions ?? []);
  const values = [...new Set(origins.flatMap((each) => each.entry.values))];
  const holes = holesIn(entry.value);
  return [{ name: 'Install', lines: [{ ...entry, holes, values: values.length > 0 ? values : entry.values }] }];
}

function names(reader: Reader, config: Attrs, option: string): readonly string[] {
  const { rt } = reader.nixos.ctx;
  const attr = attrAt(config, option);
  const written = attempt(rt, reader.to, () => (attr.value === null ? [] : entriesOf(rt, 'Install', option, attr)));
  return (written ?? []).map(({ entry }) => entry.value);
}

function textOf(value: Value | undefined): string | undefined {
  return value !== undefined && isString(value) ? value.text : undefined;
}

/** A unit of NixOS from its evaluated options, as nixos/lib/systemd-lib.nix writes it. */
export function nixosUnit(nixos: NixosWorld, to: Collector, key: string, source: UnitSource): Unit {
  const reader: Reader = { nixos, to, contexts: [] };
  const { rt } = nixos.ctx;
  const { config, kind } = source;
  const read = (option: string): Value | undefined => attempt(rt, to, () => force(attrAt(config, option).value));
  const name = textOf(read('name')) ?? `${key}.${kind}`;
  const enabled = read('enable') ?? true;
  const wantedBy = names(reader, config, 'wantedBy');
  const unit = directives(reader, 'Unit', attrAt(config, 'unitConfig'));
  const first: Section = { name: 'Unit', lines: kind === 'target' ? [...unit, undefined] : unit };
  const sections = [first, ...ownSection(reader, source, name), ...install(reader, source, wantedBy)];
  const entries = sections.flatMap((section) => section.lines.filter((line) => line !== undefined));
  return {
    name,
    type: kind,
    scope: source.scope,
    world: source.world,
    enabled: isUnknown(enabled) ? rt.assumptions.decide(enabled) : enabled !== false,
    dropIn: textOf(read('overrideStrategy')) === 'asDropin',
    sections,
    links: {
      wantedBy,
      requiredBy: names(reader, config, 'requiredBy'),
      upheldBy: names(reader, config, 'upheldBy'),
      aliases: names(reader, config, 'aliases'),
    },
    scripts: scriptsOf(to, reader.contexts),
    assumptions: [...new Set([...source.assumptions, ...entries.flatMap((entry) => entry.conditions)])],
    unknowns: [...new Set(entries.flatMap((entry) => entry.holes.map((hole) => hole.why)))],
    declarations: source.declarations,
  };
}
