import { indentAt } from '../../../base/edit';
import type { Span } from '../../../base/span';
import type { InheritBinding, SyntaxTree } from '../../../syntax/node';
import { quoteString } from '../../../syntax/quote';
import { escapes, type OptionPlace, optionPlaces } from './places';

export interface OptionEdit extends Span {
  readonly newText: string;
}

/** The edits of one file, or the place that makes a rename uncertain and why. */
export type OptionEdits =
  | { readonly ok: true; readonly edits: readonly OptionEdit[] }
  | { readonly ok: false; readonly at: Span; readonly why: string };

/** Whether a text can be the name of an option without quotes. */
export function isOptionName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(text);
}

/** What gives an option another name in one file. */
export function optionEdits(tree: SyntaxTree, path: readonly string[], newName: string): OptionEdits {
  const shown = path.join('.');
  const [given] = escapes(tree, path);
  if (given !== undefined) {
    const whole = tree.text.slice(given.start, given.end);
    return { ok: false, at: given, why: `'${whole}' is given on as a whole, so not every use of ${shown} is known` };
  }
  const places = optionPlaces(tree, path);
  const opened = places.find(({ form }) => form === 'with');
  if (opened !== undefined) {
    return { ok: false, at: opened.span, why: `it is not certain that this name is ${shown}, because of a 'with'` };
  }
  const taken = optionPlaces(tree, [...path.slice(0, -1), newName]).find(({ declares }) => declares);
  if (taken !== undefined) return { ok: false, at: taken.span, why: `there is an option ${newName} already` };
  return { ok: true, edits: places.flatMap((place) => edit(tree.text, place, newName)) };
}

function edit(text: string, { span, quoted, inherit, form }: OptionPlace, newName: string): readonly OptionEdit[] {
  if (inherit === undefined) return [{ ...span, newText: quoted ? quoteString(newName) : newName }];
  const name = text.slice(span.start, span.end);
  const from = inherit.from === undefined ? '' : `${sourceOf(text, inherit)}.`;
  const written = form === 'inherit' ? `${name} = ${from}${newName};` : `${newName} = ${from}${name};`;
  const end = text[inherit.end - 1] === ';' ? inherit.end : text.indexOf(';', inherit.end) + 1;
  if (inherit.names.length === 1) return [{ start: inherit.start, end, newText: written }];
  const before = text.slice(0, span.start).trimEnd().length;
  return [
    { start: before, end: span.end, newText: '' },
    { start: end, end, newText: `\n${indentAt(text, inherit.start)}${written}` },
  ];
}

function sourceOf(text: string, { from }: InheritBinding): string {
  if (from === undefined) return '';
  const source = text.slice(from.start, from.end);
  return from.kind === 'variable' || from.kind === 'select' ? source : `(${source})`;
}
