import type { LineMap, Origin, Span } from '../../base/span';
import { walk } from '../../syntax/children';
import { enclosing } from '../../syntax/find';
import type { StringNode, SyntaxTree } from '../../syntax/node';
import type { Analysis, Slot } from '../../units/analysis';
import { OPTION_KINDS } from '../../units/kinds';
import type { Scope, Unit } from '../../units/model';
import { entriesOf } from '../entry';
import { commandUnits } from './commands';
import { literalText, pattern, stretches, words } from './literals';
import { computed, type Occurrence, type Place, written } from './occurrence';
import type { PathUse } from './options/path-use';
import { unitName } from './unit-name';
import { givesAliases, takesUnits } from './unit-values';

/** A Nix file and what evaluating it told. */
export interface NixFile {
  readonly uri: string;
  readonly tree: SyntaxTree;
  readonly lines: LineMap;
  readonly systemd: number;
  readonly units: Analysis['units'];
  readonly slots: Analysis['slots'];
  /** The paths of options that it writes. */
  readonly uses: readonly PathUse[];
}

/** Every place of a Nix file that names a unit. */
export function nixOccurrences(file: NixFile): readonly Occurrence[] {
  const literals = literalOccurrences(file);
  const all = [...declarations(file, literals), ...literals, ...onPaths(file), ...computedReferences(file)];
  const seen = new Set<string>();
  return all.filter(({ name, scope, span }) => {
    const key = `${span.start} ${span.end} ${name} ${scope ?? ''}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

const key = ({ start, end }: Span): string => `${start} ${end}`;

/** The values of a file that are names of units, by their place. */
function unitValues({ uri, systemd, slots }: NixFile): ReadonlyMap<string, readonly Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    if (!slot.values.some((value) => value.uri === uri) || !takesUnits(slot, systemd)) continue;
    for (const value of slot.values) {
      if (value.uri !== uri) continue;
      const others = found.get(key(value));
      if (others === undefined) found.set(key(value), [slot]);
      else others.push(slot);
    }
  }
  return found;
}

/** The scope of all slots that a value flows into; undefined when they differ. */
function commonScope(slots: readonly Slot[]): Scope | undefined {
  const scopes = new Set(slots.map(({ scope }) => scope));
  return scopes.size === 1 ? slots[0]?.scope : undefined;
}

function literalOccurrences(file: NixFile): readonly Occurrence[] {
  const { tree, lines } = file;
  const values = unitValues(file);
  const found: Occurrence[] = [];
  walk(tree.root, (node) => {
    if (node.kind !== 'string') return;
    const slots = values.get(key(node));
    if (slots !== undefined) found.push(...inValue(node, tree.text, lines, slots));
    else found.push(...loose(node, tree.text, lines));
  });
  return found;
}

function inValue(node: StringNode, text: string, lines: LineMap, slots: readonly Slot[]): readonly Occurrence[] {
  const scope = commonScope(slots);
  if (computedInstance(node) !== undefined) {
    return loose(node, text, lines).map((one) => ({ ...one, scope }));
  }
  const role = slots.some(givesAliases) ? 'alias' : 'reference';
  return stretches(node, text, words)
    .filter((word) => unitName(word.text) !== undefined)
    .map((word) => written(lines, { name: word.text, role, scope }, word.source, false));
}

/** A text that is a unit's name, wherever it goes, and the units that commands in it name. */
function loose(node: StringNode, text: string, lines: LineMap): readonly Occurrence[] {
  const whole = literalText(node);
  if (whole !== undefined && unitName(whole) !== undefined) {
    return stretches(node, text, words).map((word) =>
      written(lines, { name: whole, role: 'reference', scope: undefined }, word.source, false),
    );
  }
  const instance = computedInstance(node);
  if (instance !== undefined) {
    const source = { start: node.start + 1, end: node.end - 1 };
    return [written(lines, { name: instance, role: 'reference', scope: undefined }, source, false)];
  }
  return stretches(node, text, commandUnits).map(({ name, scope, source }) =>
    written(lines, { name, role: 'reference', scope }, source, false),
  );
}

const BEFORE_INSTANCE = /^([0-9A-Za-z:_.-]+)@[0-9A-Za-z:_.-]*$/;

/** The template that `"foo@${x}.service"` is an instance of, whatever `x` is. */
function computedInstance({ style, parts }: StringNode): string | undefined {
  const [first, ...more] = parts;
  const last = more.at(-1);
  if (style !== 'double' || first?.kind !== 'text' || last?.kind !== 'text') return undefined;
  const [, base] = BEFORE_INSTANCE.exec(first.value) ?? [];
  const type = unitName(`x${last.value}`)?.type;
  return base === undefined || type === undefined ? undefined : `${base}@.${type}`;
}

/** `config.systemd.services.foo`, and `systemd.services.foo = …` whatever it evaluates to. */
function onPaths({ tree, lines, uses }: NixFile): readonly Occurrence[] {
  return uses.flatMap(({ path, own, form }) => {
    const names = path.map(({ name }) => name);
    const [scope, length] = scopeOf(names);
    const kind = length === 0 ? undefined : OPTION_KINDS.get(names[length] ?? '');
    const unit = path[length + 1];
    if (kind === undefined || unit?.span === undefined || own > length + 1 || unit.name === undefined) return [];
    // Mounts are lists in NixOS, whose names follow from their paths.
    if (kind === 'mount' || kind === 'automount') return [];
    if (form.kind !== 'selection' && form.kind !== 'definition') return [];
    const role = form.kind === 'definition' ? 'declaration' : 'reference';
    return [named(lines, tree.text, { name: `${unit.name}.${kind}`, role, scope }, unit.span)];
  });
}

/** The scope of units at a path, and how many of its names tell it; none for any other path. */
function scopeOf(names: readonly (string | undefined)[]): readonly [Scope, number] {
  if (names[0] === 'systemd') return names[1] === 'user' ? ['user', 2] : ['system', 1];
  return names.slice(0, 3).join('.') === 'boot.initrd.systemd' ? ['initrd', 3] : ['system', 0];
}

/** A name of a set as it is written there: bare, or in quotes. */
function named(lines: LineMap, text: string, place: Place, span: Span): Occurrence {
  const source = text.slice(span.start, span.end);
  const stem = place.name.slice(0, place.name.lastIndexOf('.'));
  if (source === stem) return written(lines, place, span, true);
  const quoted = source === `"${stem}"` || source === `"${place.name}"`;
  const inside = { start: span.start + 1, end: span.end - 1 };
  return quoted ? written(lines, place, inside, false) : computed(lines, place, span);
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function declarations(
  { uri, tree, lines, units, slots }: NixFile,
  literals: readonly Occurrence[],
): readonly Occurrence[] {
  const found = new Map<string, Occurrence>();
  const add = (name: string, scope: Scope, origin: Origin | undefined): void => {
    if (origin?.uri !== uri) return;
    const place = { name, role: 'declaration', scope } as const;
    const one = named(lines, tree.text, place, origin);
    // The name of a generated unit file stands in the call that makes it.
    const inside =
      one.base === undefined ? literals.filter((each) => each.name === name && isWithin(each.span, origin)) : [];
    const [literal, ...more] = inside;
    const isOne = literal !== undefined && more.length === 0;
    found.set(
      `${origin.start} ${origin.end} ${name} ${scope}`,
      isOne ? { ...literal, role: 'declaration', scope } : one,
    );
  };
  for (const { name, scope, declarations: origins } of units) {
    for (const origin of origins) add(name, scope, origin);
  }
  for (const { unit, scope, unitOrigin } of slots) add(unit, scope, unitOrigin);
  return [...found.values()];
}

/** Words of unit lists that an expression made: nothing there says them as they are. */
function computedReferences(file: NixFile): readonly Occurrence[] {
  const { uri, tree, lines, systemd } = file;
  const units = new Map<string, Unit>(file.units.map((unit) => [`${unit.scope} ${unit.name}`, unit]));
  return file.slots.flatMap((slot) => {
    const unit = units.get(`${slot.scope} ${slot.unit}`);
    if (unit === undefined || !takesUnits(slot, systemd)) return [];
    const made = slot.values.filter((value) => value.uri === uri && isComputed(tree, slot, value));
    if (made.length === 0) return [];
    const names = namesNotWritten(namesIn(unit, slot), tree, slot);
    return made.flatMap((value) => {
      const node = nodeAt(tree, value);
      const fits = node?.kind === 'string' ? pattern(node) : /^/;
      const said = names.filter((name) => fits.test(name));
      const [only, ...more] = said;
      return only === undefined || more.length > 0
        ? []
        : [computed(lines, { name: only, role: 'reference', scope: slot.scope }, value)];
    });
  });
}

function nodeAt(tree: SyntaxTree, { start, end }: Span) {
  return enclosing(tree, start).find((item) => item.start === start && item.end === end);
}

/** Whether an expression is one name of a list, and no literal that says it. */
function isComputed(tree: SyntaxTree, { values }: Slot, value: Origin): boolean {
  if (values.some((other) => other !== value && other.uri === value.uri && isWithin(other, value))) return false;
  const node = nodeAt(tree, value);
  if (node === undefined || node.kind === 'list') return false;
  if (node.kind === 'string' && computedInstance(node) !== undefined) return false;
  return node.kind !== 'string' || node.parts.some(({ kind }) => kind === 'interpolation');
}

/** The known names in the lines that a name of a unit's set becomes. */
function namesIn(unit: Unit, { key: name }: Slot): readonly string[] {
  const line = name.toLowerCase();
  const lines = entriesOf(unit).filter((entry) => entry.key.toLowerCase() === line);
  return [...new Set(lines.flatMap(({ value, holes }) => (holes.length > 0 ? [] : value.split(/\s+/))))].filter(
    (text) => unitName(text) !== undefined,
  );
}

/** Names that no literal among the values says. */
function namesNotWritten(names: readonly string[], tree: SyntaxTree, { values }: Slot): readonly string[] {
  const said = values.flatMap((value) => {
    const node = nodeAt(tree, value);
    return node?.kind === 'string' ? (literalText(node)?.split(/\s+/) ?? []) : [];
  });
  return names.filter((name) => !said.includes(name));
}
