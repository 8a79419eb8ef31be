import type { Range, TextEdit } from 'vscode-languageserver-types';
import { quoteAttrName } from '../../syntax/quote';
import { isSystemdsOwn } from '../../systemd/special-units';
import type { Scope } from '../../units/model';
import { moduleUnit } from '../../units/nixos/module-units';
import type { Occurrence } from './occurrence';
import { unitName } from './unit-name';
import { declarationsOf, type In, unitsOf, type WorkspaceIndex } from './workspace-index';

/** Why something cannot be renamed, in one line. */
export interface Refusal {
  readonly refused: string;
}

/** An edit of one of the workspace's files. */
export type FileEdit = In<TextEdit>;

/** How places are told to people: a file's name, relative to the workspace. */
export type ShowFile = (uri: string) => string;

/** Types of units whose name follows from what they are for (systemd.mount(5), systemd.swap(5), systemd.device(5)). */
const NAMED_BY_PATH: ReadonlySet<string> = new Set(['mount', 'automount', 'swap', 'device', 'scope']);

/** Units that start the service of their own name where they name no other (systemd.timer(5), systemd.socket(5), systemd.path(5)). */
const STARTERS = ['timer', 'socket', 'path'];

function place(show: ShowFile, { uri, range }: In<Occurrence>): string {
  return `${show(uri)}:${range.start.line + 1}`;
}

/** What would be edited, and what it says now; a refusal with its reason. */
export function prepareUnitRename(
  index: WorkspaceIndex,
  occurrence: Occurrence,
  character: { readonly line: number; readonly character: number },
  show: ShowFile,
): { readonly range: Range; readonly placeholder: string } | Refusal {
  const { base, name, range } = occurrence;
  const parts = unitName(name);
  if (parts === undefined || base === undefined) {
    const isFile = occurrence.role === 'declaration' && range.start.character === range.end.character;
    return {
      refused: isFile ? `${name} goes by the name of this file.` : `The name ${name} is computed here.`,
    };
  }
  const onInstance = character.line === base.end.line && character.character > base.end.character + 1;
  if (
    parts.instance !== undefined &&
    parts.instance !== '' &&
    onInstance &&
    character.character < range.end.character
  ) {
    return {
      refused: `'${parts.instance}' is an instance; a rename before the @ renames ${parts.base}@.${parts.type}.`,
    };
  }
  return refusal(index, occurrence, show) ?? { range: base, placeholder: parts.base };
}

/** Why the unit of an occurrence keeps its name, as far as its own definitions tell. */
function refusal(index: WorkspaceIndex, { name, scope }: Occurrence, show: ShowFile): Refusal | undefined {
  const parts = unitName(name);
  if (isSystemdsOwn(name)) return { refused: `${name} is one of systemd's own units.` };
  if (parts === undefined || NAMED_BY_PATH.has(parts.type)) {
    return { refused: `The name of a ${parts?.type ?? 'unit'} follows from what it is for.` };
  }
  const family = familyOf(index, name, scope);
  if ('refused' in family) return family;
  const [computed] = family.names
    .flatMap((each) => declarationsOf(index, each, scope))
    .filter((one) => one.base === undefined);
  if (computed === undefined) return undefined;
  const isFile = computed.range.start.character === computed.range.end.character;
  return {
    refused: isFile
      ? `${computed.name} goes by the name of a file, ${show(computed.uri)}.`
      : `The name of ${computed.name} is computed in ${place(show, computed)}.`,
  };
}

interface Family {
  /** The units that are renamed together; a template stands for its instances. */
  readonly names: readonly string[];
}

/** A service with the timers, sockets and paths that go by its name, since renaming one alone would part them. */
function familyOf(index: WorkspaceIndex, name: string, scope: Scope | undefined): Family | Refusal {
  const parts = unitName(name);
  if (parts === undefined) return { refused: `${name} is no name of a unit.` };
  const stem = `${parts.base}${parts.instance === undefined ? '' : '@'}`;
  const own = `${stem}.${parts.type}`;
  const service = `${stem}.service`;
  const starters = STARTERS.map((type) => `${stem}.${type}`).filter((each) =>
    startsByName(index, each, service, scope),
  );
  const isMember = own === service || starters.includes(own);
  const names = isMember ? [service, ...starters] : [own];
  const missing = names.find((each) => !isDefined(index, each, scope));
  if (missing === undefined) return { names };
  return {
    refused:
      missing === own
        ? notDefined(index, own, scope)
        : `${own} starts ${missing} by its name, and nothing in this workspace defines that.`,
  };
}

function notDefined(index: WorkspaceIndex, name: string, scope: Scope | undefined): string {
  const module = moduleUnit(name, scope)?.module;
  const elsewhere = module === undefined ? 'something else defines it' : `NixOS defines it, in ${module}`;
  return unitsOf(index, name, scope).length > 0
    ? `${name} is only changed in this workspace; ${elsewhere}.`
    : `Nothing in this workspace defines ${name}${module === undefined ? '' : `; ${elsewhere}`}.`;
}

function isDefined(index: WorkspaceIndex, name: string, scope: Scope | undefined): boolean {
  return unitsOf(index, name, scope).some(({ whole }) => whole);
}

function startsByName(index: WorkspaceIndex, name: string, service: string, scope: Scope | undefined): boolean {
  const found = unitsOf(index, name, scope);
  return found.length > 0 && found.every(({ starts }) => starts === undefined || starts === service);
}

/** The edits that give a unit, and what goes by its name, another one everywhere; `given` is as people type it. */
export function renameUnit(
  index: WorkspaceIndex,
  occurrence: Occurrence,
  given: string,
  show: ShowFile,
): { readonly edits: readonly FileEdit[] } | Refusal {
  const { name, scope } = occurrence;
  const refused = refusal(index, occurrence, show);
  if (refused !== undefined) return refused;
  const family = familyOf(index, name, scope);
  const parts = unitName(name);
  if ('refused' in family || parts === undefined) return { refused: `Nothing in this workspace defines ${name}.` };
  const base = newBase(given, parts.type, parts.instance !== undefined);
  if (base === undefined) {
    return { refused: `'${given}' cannot be the name of a ${parts.type}: letters, digits and : _ . - are allowed.` };
  }
  const scopes = new Set(family.names.flatMap((each) => unitsOf(index, each, scope).map((unit) => unit.scope)));
  const [only] = scopes;
  if (only === undefined || scopes.size > 1) {
    return { refused: `There is a ${name} in ${[...scopes].join(' and ')} scope; rename it where it is defined.` };
  }
  const taken = family.names
    .map((each) => each.replace(parts.base, base))
    .flatMap((each) =>
      base === parts.base ? [] : declarationsOf(index, each, only).filter((one) => one.name === each),
    );
  if (taken[0] !== undefined) return { refused: `${taken[0].name} is defined already, in ${place(show, taken[0])}.` };
  const places = family.names.flatMap((each) => index.occurrences(each));
  return edited(places, only, base, show);
}

function edited(
  places: readonly In<Occurrence>[],
  scope: Scope,
  base: string,
  show: ShowFile,
): { readonly edits: readonly FileEdit[] } | Refusal {
  const own = places.filter((one) => one.scope === scope);
  const certain = new Set(own.map(spanKey));
  const loose = places.filter((one) => one.scope === undefined && !certain.has(spanKey(one)));
  const isElsewhere = places.some((one) => one.role !== 'reference' && one.scope !== undefined && one.scope !== scope);
  const [unclear] = isElsewhere ? loose : [];
  if (unclear !== undefined) {
    return { refused: `It is not certain which ${unclear.name} is meant in ${place(show, unclear)}.` };
  }
  const meant = [...own, ...loose];
  const written = meant.flatMap((one) => (one.base === undefined ? [] : [{ ...one, base: one.base }]));
  const writtenAt = new Set(written.map(spanKey));
  const computed = meant.find((one) => !writtenAt.has(spanKey(one)));
  if (computed !== undefined) return { refused: `${place(show, computed)} computes the name ${computed.name}.` };
  const edits = written.map((one): [string, FileEdit] => [
    spanKey(one),
    { uri: one.uri, range: one.base, newText: one.bare ? quoteAttrName(base) : base },
  ]);
  return { edits: [...new Map(edits).values()] };
}

function spanKey({ uri, span }: In<Occurrence>): string {
  return `${uri} ${span.start} ${span.end}`;
}

/** What is typed without the parts that a rename keeps: the `@` of a template and the type. */
function newBase(given: string, type: string, isTemplate: boolean): string | undefined {
  const stem = given.trim().endsWith(`.${type}`) ? given.trim().slice(0, -type.length - 1) : given.trim();
  const base = isTemplate ? stem.replace(/@$/, '') : stem;
  return /^[0-9A-Za-z:_.-]+$/.test(base) && unitName(`${base}.${type}`) !== undefined && base.length < 200
    ? base
    : undefined;
}
