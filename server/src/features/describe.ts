import { directive, manUrl } from '../systemd/catalogue';
import { docOf, type OptionWorld, optionDoc } from '../systemd/docs';
import type { Directive, DirectiveDoc } from '../systemd/types';
import type { World } from '../units/model';
import { type OptionHistory, unitOptionHistory } from '../units/release';

const MAX_WORDS = 16;

/** A directive in Markdown: what it does, its type, default and age, an example, the manual page. Undefined when unknown. */
export function describeDirective(section: string, name: string, systemd: number): string | undefined {
  const doc = docOf(section, name);
  const known = directive(section, name, systemd) ?? directive(section, name);
  if (known === undefined) return doc === undefined ? undefined : paragraphs([`**${name}=**`, ...words(doc)]);
  return paragraphs([
    `**${name}=** · [${section}]`,
    ...words(doc),
    facts(known),
    ...warnings(known, systemd),
    ...manual(known),
  ]);
}

/** An option of a unit (`path` inside the unit) in Markdown; undefined when there are no words about it. */
export function describeOption(world: World, path: string): string | undefined {
  const doc = optionDoc(optionWorld(world), path);
  if (doc === undefined) return undefined;
  const history = optionWorld(world) === 'home-manager' ? undefined : unitOptionHistory.get(path);
  return paragraphs([`**${path}**`, ...words(doc), ...(history === undefined ? [] : [lifetime(history)])]);
}

/** An option of the whole system that not all releases of NixOS have, in Markdown. */
export function describeDated(option: OptionHistory): string {
  const { name, instead, since } = option;
  const advice = instead === undefined ? [] : [`${since === undefined ? 'Now' : 'Before'}: \`${instead}\``];
  return paragraphs([`**${name}**`, [lifetime(option), ...advice].join('  \n')]);
}

function lifetime({ since, until }: OptionHistory): string {
  return since === undefined ? `Until: NixOS ${until}` : `Since: NixOS ${since}`;
}

function optionWorld(world: World): OptionWorld {
  return world === 'home-manager' || world === 'modular' ? world : 'nixos';
}

function paragraphs(parts: readonly string[]): string {
  return parts.join('\n\n');
}

function words(doc: DirectiveDoc | undefined): readonly string[] {
  if (doc === undefined) return [];
  return doc.example === undefined ? [doc.description] : [doc.description, `\`\`\`nix\n${doc.example}\n\`\`\``];
}

/** The type of a directive's value in a few words. */
export function plainType({ type, values }: Directive): string {
  if (values.length > 0 && values.length <= MAX_WORDS) return values.join(' | ');
  return type.replace(/^(enum|flags):/, '').replaceAll(/[_-]/g, ' ');
}

function facts(entry: Directive): string {
  const rows = [
    `Type: \`${plainType(entry)}\``,
    ...(entry.default === undefined ? [] : [`Default: \`${entry.default}\``]),
    ...(entry.since === undefined ? [] : [`Since: systemd ${entry.since}`]),
    ...(entry.list?.emptyResets === true ? ['An empty string resets the list'] : []),
  ];
  return rows.join('  \n');
}

function warnings(entry: Directive, systemd: number): readonly string[] {
  const { section, name, legacy, successor, removed } = entry;
  if (directive(section, name, systemd) === undefined) {
    return [
      removed !== undefined && removed <= systemd ? `Removed in systemd ${removed}.` : `Not in systemd ${systemd}.`,
    ];
  }
  if (!legacy) return [];
  return [successor === undefined ? 'Legacy: no longer to be written.' : `Legacy: write \`${successor}\` instead.`];
}

function manual(entry: Directive): readonly string[] {
  const url = manUrl(entry);
  return url === undefined ? [] : [`[${entry.man}](${url})`];
}
