import type { Edit } from '../base/edit';
import { formatHash, type Hash, type Notation, SRI } from '../store/hash';
import { quoteString } from '../syntax/quote';
import type { Literal, Pin, Template } from './pin';

/** A string literal in the style of the one that it replaces. */
function quoted(text: string, style: Literal['style']): string {
  if (style !== 'indented') return quoteString(text);
  return `''${text.replaceAll("''", "'''").replaceAll('${', "''${")}''`;
}

/** Replaces a literal by a string of the same quoting; nothing else of the text changes. */
function literalEdit({ origin, style }: Literal, text: string): Edit {
  return { origin, newText: quoted(text, style) };
}

/** How a pin's hash is written: as it stands now where that is well formed, else SRI. */
export function notationOf({ hash }: Pin): Notation {
  return hash.state.kind === 'plausible' ? hash.state.notation : SRI;
}

/** Edits of several pins, one for each place: two pins may share a literal. */
export function onePerPlace(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map((edit) => [edit.origin.start, edit])).values()];
}

/** The edits that give a pin another hash; undefined where its hash is not written in this file. */
export function hashEdits(pin: Pin, hash: Hash, notation: Notation = notationOf(pin)): readonly Edit[] | undefined {
  const text = formatHash(hash, notation);
  const { literal, state, attribute } = pin.hash;
  if (literal !== undefined) return [literalEdit(literal, text)];
  if (state.kind !== 'absent' || pin.insertion === undefined) return undefined;
  const { origin, lead } = pin.insertion;
  return [{ origin, newText: `${lead}${attribute.name} = "${text}";` }];
}

/** The edits that write a hash in another notation; undefined for one that is not well formed or not written here. */
export function convertEdits(pin: Pin, notation: Notation): readonly Edit[] | undefined {
  const { state } = pin.hash;
  return state.kind === 'plausible' ? hashEdits(pin, state.hash, notation) : undefined;
}

/** The edit that gives an attribute another name, where the name is written by itself. */
export function renameEdits(pin: Pin, from: string, to: string): readonly Edit[] | undefined {
  const attribute = pin.attributes.get(from);
  if (attribute === undefined || pin.attributes.has(to)) return undefined;
  return [{ origin: attribute.key, newText: to }];
}

/** The edit that makes a templated value read `text`: `"v${version}"` to `v2` edits `version`. Undefined where the text does not fit. */
export function templateEdit({ literal, prefix, suffix }: Template, text: string): Edit | undefined {
  const fits = text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
  return fits ? literalEdit(literal, text.slice(prefix.length, text.length - suffix.length)) : undefined;
}
