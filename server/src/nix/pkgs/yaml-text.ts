import type { Runtime } from '../runtime';
import { concatStrings, sliceText } from '../text';
import { type NixString, str } from '../value';
import { type Data, quotedText } from './data-text';

/** Plain scalars that YAML 1.1 reads as something else than a string, as PyYAML resolves them. */
const RESOLVED = [
  /^(~|null|Null|NULL|)$/,
  /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^([-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
  /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$/,
  /^([-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  /^[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?([Tt\s].*)?$/,
  /^(=|<<)$/,
];

/** Signs that a plain scalar cannot begin with, or hold: comments, and colons before a blank. */
const MARKED = /^[#,[\]{}&*!|>'"%@`]|^[-?:]($|\s)|^(---|\.\.\.)|:(\s|$)|\s#|^\s|\s$/;

const PRINTABLE = /^[ -~\u00a0-\ud7ff\ue000-\ufffd]*$/;

const LONGEST_LINE = 80;

/** A string as PyYAML writes it: plain, else in single quotes; what those cannot hold, and long strings, in double quotes. */
function scalar(rt: Runtime, text: NixString): NixString {
  const known = text.text;
  if (text.holes !== undefined || !PRINTABLE.test(known) || known.length >= LONGEST_LINE) return quotedText(rt, text);
  if (!MARKED.test(known) && !RESOLVED.some((pattern) => pattern.test(known))) return text;
  return str(`'${known.replaceAll("'", "''")}'`, text.context);
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
