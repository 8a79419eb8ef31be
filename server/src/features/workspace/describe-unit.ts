import { manPageUrl } from '../../systemd/catalogue';
import { specialUnitDoc } from '../../systemd/docs';
import { specialUnits } from '../../systemd/special-units';
import type { Scope } from '../../units/model';
import { moduleUnit } from '../../units/nixos/module-units';
import type { IndexedUnit } from './indexed-unit';
import type { ShowFile } from './rename';
import { templateOf, unitName } from './unit-name';
import { declarationsOf, unitsOf, type WorkspaceIndex } from './workspace-index';

/** More files than that are counted. */
const MOST_FILES = 5;

/** What a unit is, in Markdown: its description, who declares it, what systemd says of it; undefined where nothing is known. */
export function describeUnit(
  index: WorkspaceIndex,
  name: string,
  scope: Scope | undefined,
  show: ShowFile,
): string | undefined {
  const own = unitsOf(index, name, scope);
  const special = specialParagraphs(name, scope);
  const template = templateOf(name);
  const paragraphs = [
    ...descriptions(own),
    ...special,
    ...(template === undefined || own.length > 0 ? [] : instanceParagraphs(index, name, template, scope, show)),
    ...declared(index, name, scope, show),
    ...inNixos(name, scope),
  ];
  return paragraphs.length === 0 ? undefined : [`**${name}**`, ...paragraphs].join('\n\n');
}

function descriptions(units: readonly IndexedUnit[]): readonly string[] {
  return [...new Set(units.flatMap(({ description }) => (description === undefined ? [] : [description])))];
}

function specialParagraphs(name: string, scope: Scope | undefined): readonly string[] {
  const known = specialUnits(name);
  const fitting = known.filter((one) => scope === undefined || (scope === 'user') === (one.scope === 'user'));
  const [special] = fitting.length > 0 ? fitting : known;
  if (special === undefined) return [];
  const since = special.since === null ? '' : `, since systemd ${special.since}`;
  const words = specialUnitDoc(name);
  return [
    ...(words === undefined ? [] : [words]),
    `A unit of systemd's own, of the ${special.scope} manager${since}: [systemd.special](${manPageUrl('systemd.special', name)})`,
  ];
}

function instanceParagraphs(
  index: WorkspaceIndex,
  name: string,
  template: string,
  scope: Scope | undefined,
  show: ShowFile,
): readonly string[] {
  const found = unitsOf(index, template, scope);
  if (found.length === 0) return [];
  return [
    ...descriptions(found),
    `The instance \`${unitName(name)?.instance ?? ''}\` of \`${template}\``,
    ...declared(index, template, scope, show),
  ];
}

/** The module of NixOS that has a unit, in one line. */
function inNixos(name: string, scope: Scope | undefined): readonly string[] {
  const own = moduleUnit(name, scope) ?? moduleUnit(templateOf(name) ?? '', scope);
  return own === undefined ? [] : [`A unit of NixOS's module \`${own.module}\``];
}

/** The files that define a unit, in one line. */
function declared(index: WorkspaceIndex, name: string, scope: Scope | undefined, show: ShowFile): readonly string[] {
  const places = declarationsOf(index, name, scope).filter((one) => one.name === name);
  const units = unitsOf(index, name, scope);
  const made = units.filter(({ uri }) => !places.some((place) => place.uri === uri));
  const links = [...places, ...made].map(({ uri, range }) => link(uri, range.start.line, show));
  if (links.length === 0) return [];
  const isWhole = units.some(({ whole }) => whole);
  return [`${isWhole ? 'Defined' : 'Changed'} in ${listed([...new Set(links)])}`];
}

/** The other files that define a unit of a document, in one line; undefined where there is none. */
export function otherDefinitions(
  index: WorkspaceIndex,
  uri: string,
  { name, scope }: { readonly name: string; readonly scope: Scope },
  show: ShowFile,
): string | undefined {
  const others = declarationsOf(index, name, scope).filter((one) => one.uri !== uri && one.name === name);
  const links = others.map((one) => link(one.uri, one.range.start.line, show));
  return links.length === 0 ? undefined : `Also defined in ${listed([...new Set(links)])}`;
}

function link(uri: string, line: number, show: ShowFile): string {
  return `[${show(uri).replace(/[[\]\\]/g, '\\$&')}](${uri}#L${line + 1})`;
}

function listed(links: readonly string[]): string {
  const shown = links.slice(0, MOST_FILES).join(', ');
  return links.length > MOST_FILES ? `${shown} and ${links.length - MOST_FILES} more` : shown;
}
