import { type Edit, indentAt } from '../../base/edit';
import { walk } from '../../syntax/children';
import type { AttrBinding, Node } from '../../syntax/node';
import { type Layout, lastInLine, startsLine } from './layout';
import type { Place } from './place';

/**
 * The edit that gathers neighbouring bindings of one prefix in a set, `a.b = 1; a.c = 2;` to `a = { b = 1; c = 2; };`, and adds lines to
 * it; undefined where they do not stand together, each in lines of its own, or hold text whose white space counts.
 */
export function gathering(
  text: string,
  uri: string,
  { set, prefix }: Place,
  { eol, step }: Layout,
  lines: (indent: string) => string,
): Edit | undefined {
  const named = set.bindings.filter((binding) => binding.kind === 'binding' && text.startsWith(prefix, binding.start));
  const siblings = named.filter((binding): binding is AttrBinding => binding.kind === 'binding');
  const [first, last] = [siblings.at(0), siblings.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isTogether = set.bindings.indexOf(last) - set.bindings.indexOf(first) === siblings.length - 1;
  const isPlain = siblings.every((one) => startsLine(text, one.start) && !hasRigidText(text, one.value));
  if (!isTogether || !isPlain) return undefined;
  const indent = indentAt(text, first.start);
  const end = lastInLine(text, last.end) ?? last.end;
  const pieces = siblings.map((one, at) => {
    const before = at === 0 ? '' : text.slice(siblings[at - 1]?.end ?? one.start, one.start);
    return before + text.slice(one.start + prefix.length, one === last ? end : one.end);
  });
  const inner = pieces.join('').replaceAll(/(\r?\n)(?=[^\r\n])/g, `$1${step}`);
  const name = prefix.replace(/\s*\.\s*$/, '');
  const newText = [`${name} = {`, `${indent}${step}${inner}`, lines(indent + step), `${indent}};`].join(eol);
  return { origin: { uri, start: first.start, end }, newText };
}

/** Whether a text in double quotes goes over lines: more indentation would become part of it. */
function hasRigidText(text: string, value: Node): boolean {
  let rigid = false;
  walk(value, (item) => {
    if (item.kind === 'string' && item.style === 'double' && text.slice(item.start, item.end).includes('\n'))
      rigid = true;
  });
  return rigid;
}
