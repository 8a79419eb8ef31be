import { applyOne } from './apply';
import { certainAttr } from './attrs';
import { isUtf8 } from './bytes';
import { coerceToString } from './coerce';
import { kindWithArticle } from './describe';
import { NixError } from './errors';
import { attrNames } from './order';
import { enter, type Runtime } from './runtime';
import { copyToStore } from './store-copy';
import { concatStrings, holeText } from './text';
import { force } from './thunk';
import { type Attrs, type Lazy, type List, type NixString, str, type Unknown, type Value } from './value';

/** How an unknown is written. */
type Render = (unknown: Unknown) => NixString;

type Scalar = null | boolean | bigint | number;

/** The text of `builtins.toJSON`: contexts are kept, an unknown value is a hole (or what `render` makes of it). */
export function toJson(rt: Runtime, lazy: Lazy, render: Render = holeText): NixString {
  const parts: NixString[] = [];
  write(rt, force(lazy), parts, render);
  return concatStrings(rt, parts);
}

/** An unknown in the JSON that the command prints. */
export function unknownObject({ why }: Unknown): NixString {
  return str(JSON.stringify({ $unknown: why }));
}

function write(rt: Runtime, value: Value, out: NixString[], render: Render): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') {
    out.push(str(String(value)));
  } else if (typeof value === 'number') {
    out.push(str(formatJsonFloat(value)));
  } else {
    writeObject(rt, value, out, render);
  }
}

function writeObject(rt: Runtime, value: Exclude<Value, Scalar>, out: NixString[], render: Render): void {
  const depth = rt.depth;
  enter(rt);
  switch (value.kind) {
    case 'string':
      out.push(quoteJson(value, render));
      break;
    case 'path':
      out.push(quoteJson(copyToStore(rt, value.path), render));
      break;
    case 'unknown':
      out.push(render(value));
      break;
    case 'list':
      writeList(rt, value, out, render);
      break;
    case 'attrs':
      writeAttrs(rt, value, out, render);
      break;
    case 'function':
      throw new NixError('type', `cannot convert ${kindWithArticle(value)} to JSON`);
  }
  rt.depth = depth;
}

function writeList(rt: Runtime, { items, open }: List, out: NixString[], render: Render): void {
  items.forEach((item, i) => {
    out.push(str(i === 0 ? '[' : ','));
    write(rt, force(item), out, render);
  });
  if (open !== undefined) out.push(str(items.length === 0 ? '[' : ','), render(open));
  out.push(str(items.length === 0 && open === undefined ? '[]' : ']'));
}

function writeAttrs(rt: Runtime, set: Attrs, out: NixString[], render: Render): void {
  const converter = set.entries.get('__toString')?.value;
  if (converter !== undefined) {
    const text = coerceToString(rt, applyOne(rt, force(converter), set, undefined), { mode: 'interpolation' });
    out.push(quoteJson(text, render));
    return;
  }
  const outPath = certainAttr(set, 'outPath');
  if (outPath === undefined) writeEntries(rt, set, out, render);
  else write(rt, force(outPath), out, render);
}

function writeEntries(rt: Runtime, set: Attrs, out: NixString[], render: Render): void {
  out.push(str('{'));
  attrNames(set).forEach((name, i) => {
    out.push(str(`${i === 0 ? '' : ','}${JSON.stringify(utf8(name))}:`));
    write(rt, force(set.entries.get(name)?.value ?? null), out, render);
  });
  if (set.open !== undefined) {
    if (set.entries.size > 0) out.push(str(','));
    out.push(render({ kind: 'unknown', why: set.open.why, condition: { op: 'leaf', likely: true } }));
  }
  out.push(str('}'));
}

function utf8(text: string): string {
  if (isUtf8(text)) return text;
  throw new NixError('type', 'invalid UTF-8 byte in a string that is converted to JSON');
}

/** A string as JSON; holes are moved to where they stand in the result. */
function quoteJson(string: NixString, render: Render): NixString {
  utf8(string.text);
  if (string.holes === undefined) return str(JSON.stringify(string.text), string.context);
  const whole = string.holes[0];
  if (whole !== undefined && render !== holeText && whole.start === 0 && whole.end === string.text.length) {
    return render(whole.unknown);
  }
  const inner = (text: string) => JSON.stringify(text).slice(1, -1);
  const holes = string.holes.map(({ start, end, unknown }) => ({
    start: 1 + inner(string.text.slice(0, start)).length,
    end: 1 + inner(string.text.slice(0, end)).length,
    unknown,
  }));
  return str(JSON.stringify(string.text), string.context, holes);
}

/** The shortest text that reads back as the same float, laid out as Nix's JSON library does. */
function formatJsonFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string];
  const digits = mantissa.replace('.', '');
  const point = Number(power) + 1;
  const sign = value < 0 ? '-' : '';
  if (point > 15 || point <= -4) {
    const exponent = point - 1;
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (digits.length <= point) return `${sign}${digits}${'0'.repeat(point - digits.length)}.0`;
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign}0.${'0'.repeat(-point)}${digits}`;
}
