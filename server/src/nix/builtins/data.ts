import { parse as parseToml, TomlDate, type TomlValue } from 'smol-toml';
import { attrsFrom } from '../attrs';
import { NixError } from '../errors';
import { expectPlainString } from '../expect';
import { toJson } from '../json';
import { nullByte, parseJson } from '../json-parse';
import { fitsInt } from '../number';
import { type Func, list, str, type Value } from '../value';
import { toXml } from '../xml';
import { primop } from './kit';

function fromToml(text: string): Value {
  let document: TomlValue;
  try {
    document = parseToml(text, { integersAsBigInt: true });
  } catch (problem) {
    const [reason = ''] = (problem instanceof Error ? problem.message : String(problem)).split('\n');
    throw new NixError('eval', `while parsing TOML: ${reason}`);
  }
  return tomlValue(document);
}

function tomlValue(value: TomlValue): Value {
  if (typeof value === 'string') return str(textOf(value));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') {
    if (fitsInt(value)) return value;
    throw new NixError('eval', `while parsing TOML: integer ${value} does not fit in 64 bits`);
  }
  if (value instanceof TomlDate) {
    throw new NixError('eval', 'while parsing TOML: Dates and times are not supported');
  }
  if (Array.isArray(value)) return list(value.map(tomlValue));
  return attrsFrom(Object.entries(value).map(([name, item]) => [textOf(name), tomlValue(item)]));
}

function textOf(text: string): string {
  if (text.includes('\0')) throw nullByte(text);
  return text;
}

export const dataBuiltins: readonly Func[] = [
  primop('fromJSON', 1, (rt, argument) => parseJson(rt, expectPlainString(argument))),
  primop('fromTOML', 1, (_rt, argument) => fromToml(expectPlainString(argument))),
  primop('toJSON', 1, (rt, argument) => toJson(rt, argument)),
  primop('toXML', 1, (rt, argument) => toXml(rt, argument)),
];
