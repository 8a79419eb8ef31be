import { isDerivation } from './attrs';
import { formatFloat } from './number';
import { attrNames, sortNames } from './order';
import { enter, type Runtime } from './runtime';
import { concatStrings, holeText } from './text';
import { force } from './thunk';
import { type Attrs, type Func, isString, type Lazy, type NixString, str, type Value } from './value';

const ENTITIES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '\n': '&#xA;',
};

interface Writer {
  readonly rt: Runtime;
  readonly out: NixString[];
  /** Paths of the derivations written so far: a second one is not opened. */
  readonly drvs: Set<string>;
}

/** The text of `builtins.toXML`, without positions. */
export function toXml(rt: Runtime, lazy: Lazy): NixString {
  const writer: Writer = { rt, out: [], drvs: new Set() };
  writer.out.push(str(`<?xml version='1.0' encoding='utf-8'?>\n<expr>\n`));
  write(writer, force(lazy), 1);
  writer.out.push(str('</expr>\n'));
  return concatStrings(rt, writer.out);
}

function escapeXml(text: string): string {
  return text.replace(/["<>&\n]/g, (found) => ENTITIES[found] ?? found);
}

function line({ out }: Writer, level: number, text: string): void {
  out.push(str(`${'  '.repeat(level)}${text}\n`));
}

function write(writer: Writer, value: Value, level: number): void {
  if (value === null) line(writer, level, '<null />');
  else if (typeof value === 'boolean') line(writer, level, `<bool value="${value}" />`);
  else if (typeof value === 'bigint') line(writer, level, `<int value="${value}" />`);
  else if (typeof value === 'number') line(writer, level, `<float value="${formatFloat(value)}" />`);
  else writeObject(writer, value, level);
}

function writeObject(writer: Writer, value: Exclude<Value, null | boolean | bigint | number>, level: number): void {
  const { rt, out } = writer;
  const depth = rt.depth;
  enter(rt);
  switch (value.kind) {
    case 'string':
      out.push(str(`${'  '.repeat(level)}<string value="`), escaped(value), str('" />\n'));
      break;
    case 'path':
      line(writer, level, `<path value="${escapeXml(value.path)}" />`);
      break;
    case 'unknown':
      out.push(str('  '.repeat(level)), holeText(value), str('\n'));
      break;
    case 'function':
      writeFunction(writer, value, level);
      break;
    case 'list':
      line(writer, level, '<list>');
      for (const item of value.items) write(writer, force(item), level + 1);
      if (value.open !== undefined) write(writer, value.open, level + 1);
      line(writer, level, '</list>');
      break;
    case 'attrs':
      writeAttrs(writer, value, level);
      break;
  }
  rt.depth = depth;
}

/** Text with entities; a string with holes keeps them whole, as their text needs no entity that matters. */
function escaped(string: NixString): NixString {
  return string.holes === undefined ? str(escapeXml(string.text), string.context) : string;
}

function writeAttrs(writer: Writer, set: Attrs, level: number): void {
  if (!isDerivation(set)) {
    line(writer, level, '<attrs>');
    writeEntries(writer, set, level + 1);
    line(writer, level, '</attrs>');
    return;
  }
  const text = (name: string) => {
    const entry = set.entries.get(name);
    const value = entry === undefined ? null : force(entry.value);
    return isString(value) ? value.text : undefined;
  };
  const drvPath = text('drvPath');
  const shown = [
    ['drvPath', drvPath],
    ['outPath', text('outPath')],
  ].flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXml(value)}"`]));
  line(writer, level, `<derivation${shown.join('')}>`);
  if (drvPath !== undefined && !writer.drvs.has(drvPath)) {
    writer.drvs.add(drvPath);
    writeEntries(writer, set, level + 1);
  } else {
    line(writer, level + 1, '<repeated />');
  }
  line(writer, level, '</derivation>');
}

function writeEntries(writer: Writer, set: Attrs, level: number): void {
  for (const name of attrNames(set)) {
    const entry = set.entries.get(name);
    line(writer, level, `<attr name="${escapeXml(name)}">`);
    write(writer, force(entry?.value ?? null), level + 1);
    line(writer, level, '</attr>');
  }
}

function writeFunction(writer: Writer, fn: Func, level: number): void {
  if (fn.primop) {
    line(writer, level, '<unevaluated />');
    return;
  }
  line(writer, level, '<function>');
  if (fn.formals === undefined) {
    line(writer, level + 1, `<varpat name="${escapeXml(fn.argument ?? '')}" />`);
  } else {
    const ellipsis = fn.ellipsis ? ' ellipsis="1"' : '';
    const name = fn.argument === undefined ? '' : ` name="${escapeXml(fn.argument)}"`;
    line(writer, level + 1, `<attrspat${ellipsis}${name}>`);
    for (const formal of sortNames(fn.formals.keys())) line(writer, level + 2, `<attr name="${escapeXml(formal)}" />`);
    line(writer, level + 1, '</attrspat>');
  }
  line(writer, level, '</function>');
}
