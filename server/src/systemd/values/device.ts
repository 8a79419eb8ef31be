import vocab from '../../../data/vocab.json';
import type { Verdict } from '../types';
import { weight } from './control-groups';
import { notOneOf } from './enumerations';
import type { Grammar, GrammarContext } from './grammar';
import { integerBetween } from './integers';
import { absolutePath, checkDevice, checkPath } from './path';
import { ioRate, positiveRate } from './size';
import { fault, part, quoted, type Slice } from './slice';
import { expand } from './specifiers';
import { seconds } from './time-span';
import { isFault, nextWord } from './words';

interface DeviceAnd {
  readonly path: Slice;
  readonly rest: Slice | undefined;
}

function splitDevice(value: Slice, version: number): DeviceAnd | Verdict {
  const first = nextWord(value, 0, { unquote: true });
  if (first === undefined || isFault(first)) return first ?? fault(value, 'A device is missing');
  const path = expand(first.word, 'full', version);
  if (isFault(path)) return path;
  return { path, rest: first.rest === undefined ? undefined : part(value, first.rest) };
}

/** DeviceAllow=: DEVICE [rwm]. */
export const deviceAllow: Grammar = (value, { version }) => {
  const device = splitDevice(value, version);
  if ('ok' in device) return device;
  const verdict = checkDevice(device.path);
  if (!verdict.ok || device.rest === undefined || /^[rwm]*$/.test(device.rest.text)) return verdict;
  return fault(device.rest, `${quoted(device.rest.text)} is not made of r, w and m`, ['rw', 'r', 'rwm']);
};

/** A device or a path on it, then a value of its own grammar. */
function perDevice(missing: string, grammar: Grammar): Grammar {
  return (value, context: GrammarContext) => {
    const device = splitDevice(value, context.version);
    if ('ok' in device) return device;
    if (device.rest === undefined) return fault(value, missing);
    const verdict = checkPath(device.path, {});
    return verdict.ok ? grammar(device.rest, context) : verdict;
  };
}

export const ioDeviceWeight: Grammar = perDevice('A weight from 1 to 10000 must follow the device', weight);
export const blockioDeviceWeight: Grammar = perDevice(
  'A weight from 10 to 1000 must follow the device',
  integerBetween(10n, 1000n),
);
export const ioDeviceLatency: Grammar = perDevice('A time span must follow the device', seconds);
export const blockioBandwidth: Grammar = perDevice('A rate such as 5M must follow the device', positiveRate);
export const ioDeviceLimit: Grammar = perDevice('A rate such as 5M must follow the device', ioRate);

/** BPFProgram=: TYPE:PATH. */
export const bpfProgram: Grammar = (value, context) => {
  const type = nextWord(value, 0, { separators: ':' });
  if (isFault(type)) return type;
  if (type?.rest === undefined) return fault(value, `${quoted(value.text)} is not TYPE:PATH`);
  if (!vocab.bpfAttachTypes.includes(type.word.text)) return notOneOf(type.word, vocab.bpfAttachTypes);
  return absolutePath(part(value, type.rest), context);
};
