import { checkOutput, type Runtime } from './runtime';
import { type Context, type Hole, type NixString, str, type Unknown } from './value';

/** The contexts of several strings as one. */
export function mergeContexts(contexts: Iterable<Context | undefined>): Context | undefined {
  let merged: Context | undefined;
  let own: Map<string, Context extends ReadonlyMap<string, infer T> ? T : never> | undefined;
  for (const context of contexts) {
    if (context === undefined || context === merged) continue;
    if (merged === undefined) {
      merged = context;
      continue;
    }
    own ??= new Map(merged);
    for (const [key, object] of context) own.set(key, object);
    merged = own;
  }
  return merged;
}

/** An unknown as a piece of text: `‹why›`, with a hole that remembers it. */
export function holeText(unknown: Unknown): NixString {
  const text = `‹${unknown.why}›`;
  return str(text, undefined, [{ start: 0, end: text.length, unknown }]);
}

/** Whether a name shows a piece that is not known. */
export function hasUnknownPiece(name: string): boolean {
  return name.includes('‹');
}

/** The holes of a text that begins at an offset of a longer one. */
function shifted(holes: readonly Hole[], by: number): readonly Hole[] {
  return by === 0 ? holes : holes.map(({ start, end, unknown }) => ({ start: start + by, end: end + by, unknown }));
}

/** One string after another; contexts and holes are kept. */
export function concatStrings(rt: Runtime, parts: readonly NixString[], separator?: NixString): NixString {
  if (parts.length === 1) return parts[0] as NixString;
  const pieces: string[] = [];
  const holes: Hole[] = [];
  const contexts: (Context | undefined)[] = [];
  let length = 0;
  const add = (part: NixString): void => {
    if (part.holes !== undefined) holes.push(...shifted(part.holes, length));
    if (part.context !== undefined) contexts.push(part.context);
    pieces.push(part.text);
    length += part.text.length;
    checkOutput(rt, length);
  };
  parts.forEach((part, i) => {
    if (i > 0 && separator !== undefined) add(separator);
    add(part);
  });
  if (separator?.context !== undefined) contexts.push(separator.context);
  const text = pieces.length === 2 ? `${pieces[0]}${pieces[1]}` : pieces.join('');
  const made = rt.keepsPieces ? joinedFrom(parts, separator) : undefined;
  return str(text, mergeContexts(contexts), holes.length === 0 ? undefined : holes, made);
}

/** The strings that a text is joined from, where it is known of one of them where it was written. */
function joinedFrom(parts: readonly NixString[], separator: NixString | undefined): readonly NixString[] | undefined {
  if (parts.every(({ made }) => made === undefined)) return undefined;
  return separator === undefined ? parts : parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part]));
}

/** A piece of a string by UTF-16 offsets. A hole that is cut is kept whole, for a part of an unknown is as unknown. */
export function sliceText(string: NixString, start: number, end: number): NixString {
  if (string.holes === undefined) return str(string.text.slice(start, end), string.context);
  const inside = string.holes.filter((hole) => hole.start < end && hole.end > start);
  const from = Math.min(start, ...inside.map((hole) => hole.start));
  const to = Math.max(end, ...inside.map((hole) => hole.end));
  return str(string.text.slice(from, to), string.context, inside.length === 0 ? undefined : shifted(inside, -from));
}

/** A string with the same context that has no holes. */
export function withText(string: NixString, text: string): NixString {
  return str(text, string.context);
}
