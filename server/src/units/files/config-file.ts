import { sortNames } from '../../nix/order';
import { concatStrings, holeText } from '../../nix/text';
import { delay, force } from '../../nix/thunk';
import { type Attr, isAttrs, isString, isUnknown, type NixString, str, unknown, type Value } from '../../nix/value';
import type { Configuration } from '../configuration';
import type { FileLine, GeneratedFile } from '../generated-file';
import { attrAt, callLib, valueAt } from '../nixos/world';
import { attempt, type Collector } from '../problems';
import { fits, type ReleaseRange } from '../release';
import { knownEntries } from '../values';
import { isDefinedHere } from './defined';
import { type ConfigFile, type ConfigForm, type ConfigPiece, configFiles } from './facts';
import { fileOf, linesOf } from './lines';

interface Reader {
  readonly from: Configuration;
  readonly to: Collector;
  /** The options that the files at hand define. */
  readonly defined: ReadonlySet<string>;
}

function attrOf({ from }: Reader, option: string): Attr {
  const path = option.split('.');
  const { config, ctx } = from.world;
  return attrAt(
    delay(ctx.rt, () => valueAt(config, ...path.slice(0, -1))),
    path.at(-1) ?? '',
  );
}

function readOption(reader: Reader, option: string): Value | undefined {
  return attempt(reader.from.world.ctx.rt, reader.to, () => force(attrOf(reader, option).value));
}

/** `key=value` lines of an option. */
function keyLines(reader: Reader, key: string, attr: Attr, words?: readonly string[]): readonly FileLine[] {
  const entries = knownEntries(reader.from.world.ctx.rt, reader.to, '', key, attr);
  return entries.flatMap(({ entry }) => {
    const word = words?.[['false', 'true'].indexOf(entry.value)];
    return linesOf([`${key}=`, word === undefined ? entry : { ...entry, value: word }]);
  });
}

function textOf(value: Value, name: string): NixString {
  if (isUnknown(value)) return holeText(value);
  return isString(value) ? value : holeText(unknown(name));
}

/** Variables for the manager itself, as a shell would write them. */
function variablesOf(reader: Reader, option: string): Attr | undefined {
  const { world } = reader.from;
  const { rt } = world.ctx;
  const attr = attrOf(reader, option);
  const text = attempt(rt, reader.to, () => {
    const set = force(attr.value);
    if (!isAttrs(set)) return isUnknown(set) ? set : str('');
    const parts = sortNames(set.entries.keys()).map((name) => {
      const value = force(set.entries.get(name)?.value ?? null);
      const quoted = isUnknown(value) ? value : callLib(world, 'escapeShellArg', value);
      return concatStrings(rt, [str(`${name}=`), textOf(quoted, name)]);
    });
    return concatStrings(rt, parts, str(' '));
  });
  return text === undefined ? undefined : { ...attr, value: text };
}

function settingLines(reader: Reader, piece: Extract<ConfigPiece, { settings: string }>): readonly FileLine[] {
  const { rt } = reader.from.world.ctx;
  const set = readOption(reader, piece.settings);
  if (set !== undefined && isUnknown(set)) reader.to.meet(set.why);
  const own = set !== undefined && isAttrs(set) ? set.entries : new Map<string, Attr>();
  const renamed = Object.entries(piece.renamed ?? {}).flatMap(([key, option]) =>
    reader.defined.has(option) ? [[key, attrOf(reader, option)] as const] : [],
  );
  const made = Object.entries(piece.environment ?? {}).flatMap(([key, option]) => {
    const attr = own.has(key) ? undefined : variablesOf(reader, option);
    return attr === undefined ? [] : [[key, attr] as const];
  });
  const all = new Map([...own, ...renamed, ...made]);
  const lines = sortNames(all.keys()).flatMap((key) => {
    const attr = all.get(key);
    const value = attr && attempt(rt, reader.to, () => force(attr.value));
    return attr === undefined || value === undefined ? [] : keyLines(reader, key, attr);
  });
  return piece.tight === true ? lines : [...lines, ...linesOf([''])];
}

function isSame(value: Value | undefined, unless: null | boolean | string): boolean {
  return value === unless || (value !== undefined && isString(value) && value.text === unless);
}

function pieceLines(reader: Reader, piece: ConfigPiece): readonly FileLine[] {
  const { rt } = reader.from.world.ctx;
  if ('text' in piece) return linesOf([piece.text]);
  if ('settings' in piece) return settingLines(reader, piece);
  if ('variables' in piece) {
    const attr = variablesOf(reader, piece.variables);
    return attr === undefined ? [] : keyLines(reader, piece.key, attr);
  }
  if ('block' in piece) {
    const blank = linesOf(['']);
    if (isSame(readOption(reader, piece.option), piece.unless)) return blank;
    return [...piece.block.flatMap((inner) => pieceLines(reader, inner)), ...blank];
  }
  if ('lines' in piece) {
    const [written] = knownEntries(rt, reader.to, '', '', attrOf(reader, piece.lines));
    return written === undefined ? linesOf(['']) : linesOf([written.entry]);
  }
  return keyLines(reader, piece.key, attrOf(reader, piece.option), piece.words);
}

/** The form that a release writes, or else the newest one, of those that know the options which are defined. */
function formOf({ forms }: ConfigFile, { defined }: Reader, release: ReleaseRange | undefined): ConfigForm | undefined {
  const used = (form: ConfigForm): number => form.uses.filter((option) => defined.has(option)).length;
  const most = Math.max(...forms.map(used));
  const fitting = forms.filter((form) => used(form) === most);
  return most === 0 ? undefined : (fitting.find((form) => fits(form, release)) ?? fitting[0]);
}

/** The files that programs of systemd read their settings from, where the files at hand set any of them. */
export function configFilesOf(
  from: Configuration,
  to: Collector,
  release: ReleaseRange | undefined,
): readonly GeneratedFile[] {
  const uses = configFiles.flatMap(({ forms }) => forms.flatMap((form) => form.uses));
  const defined = new Set(uses.filter((option) => isDefinedHere(from, to, option)));
  const reader: Reader = { from, to, defined };
  return configFiles.flatMap((file) => {
    const form = formOf(file, reader, release);
    if (form === undefined) return [];
    const lines = [...form.pieces.flatMap((piece) => pieceLines(reader, piece)), ...linesOf([''])];
    const scope = file.scope === 'user' ? 'user' : 'system';
    return [fileOf({ path: file.path, kind: 'configuration', scope, world: 'nixos' }, lines, from.enabled())];
  });
}
