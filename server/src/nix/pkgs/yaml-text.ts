import type { Runtime } from '../runtime';
import { concatStrings, sliceText } from '../text';
import { type NixString, str } from '../value';
import { type Data, quotedText } from './data-text';

/** Words and signs that a plain scalar of YAML 1.1 would not be a string with. */
const NOT_PLAIN =
  /^$|^[-?:,[\]{}#&*!|>'"%@`\s]|^(~|null|true|false|yes|no|on|off|y|n)$|^[-+.]?[0-9]|^[-+]?\.(inf|nan)$|^(=|<<)$|: |:$| #|[\s]$|[^ -~\u00a0-\uffff]/i;

const LONGEST_LINE = 80;

function scalar(rt: Runtime, text: NixString): NixString {
  const known = text.text;
  if (text.holes === undefined && !NOT_PLAIN.test(known) && known.length < LONGEST_LINE) return text;
  if (text.holes === undefined && /^[ -~\u00a0-\uffff]*$/.test(known) && known.length < LONGEST_LINE)
    return str(`'${known.replaceAll("'", "''")}'`, text.context);
  return quotedText(rt, text);
}

const isEmpty = (data: Data) =>
  (data.kind === 'list' && data.items.length === 0) || (data.kind === 'table' && data.entries.length === 0);

/** The lines of a value that stands on lines of its own. */
function lines(rt: Runtime, data: Data, indent: string): NixString[] {
  if (data.kind === 'list' && !isEmpty(data))
    return data.items.flatMap((item) => {
      const [first = str(''), ...rest] = lines(rt, item, `${indent}  `);
      return [
        concatStrings(rt, [str(`${indent}- `), sliceText(first, indentOf(item, indent), first.text.length)]),
        ...rest,
      ];
    });
  if (data.kind === 'table' && !isEmpty(data))
    return data.entries.flatMap(([name, value]) => {
      const key = concatStrings(rt, [str(indent), scalar(rt, str(name)), str(':')]);
      if (isEmpty(value) || (value.kind !== 'table' && value.kind !== 'list'))
        return [concatStrings(rt, [key, str(' '), leaf(rt, value)])];
      return [key, ...lines(rt, value, value.kind === 'list' ? indent : `${indent}  `)];
    });
  return [leaf(rt, data)];
}

/** How far the first line of an element is indented already. */
const indentOf = (item: Data, indent: string) =>
  (item.kind === 'table' || item.kind === 'list') && !isEmpty(item) ? indent.length + 2 : 0;

function leaf(rt: Runtime, data: Data): NixString {
  switch (data.kind) {
    case 'null':
      return str('null');
    case 'plain':
      return str(data.text);
    case 'unknown':
      return data.text;
    case 'string':
      return scalar(rt, data.text);
    case 'list':
      return str('[]');
    case 'table':
      return str('{}');
  }
}

/** Data as YAML in block style; long and multi-line strings stand in double quotes. */
export function yamlText(rt: Runtime, data: Data): NixString {
  return concatStrings(rt, [concatStrings(rt, lines(rt, data, ''), str('\n')), str('\n')]);
}
