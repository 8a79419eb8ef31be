import vocab from '../../../data/vocab.json';
import { sampledVersions } from '../catalogue';
import { slipsOf } from '../distance';
import { eachWord, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, quoted } from './slice';

/** Real-time signals lie from 34 to 64 where systemd runs on glibc. */
const realtimeSignals = 30n;
const largestSignal = 64n;

export const signalNames: readonly string[] = vocab.signals.map(({ name }) => name);

const missing: Readonly<Record<string, readonly string[]>> = vocab.exitStatusesMissingIn;

/** Whether a text names a signal: with or without SIG, a number, or `RTMIN+n` and `RTMAX-n` (signal-util.c). */
function isSignal(text: string): boolean {
  const number = parseInteger(text);
  if (number !== undefined) return number >= 1n && number <= largestSignal;
  const name = text.replace(/^SIG/, '');
  if (signalNames.includes(`SIG${name}`)) return true;
  const offset = /^RTM(?:IN(?:(\+.+))?|AX(?:(-.+))?)$/.exec(name);
  if (offset === null) return false;
  const [, up, down] = offset;
  if (up === undefined && down === undefined) return true;
  const distance = parseInteger(up ?? down ?? '');
  if (distance === undefined) return false;
  return up !== undefined
    ? distance >= 0n && distance <= realtimeSignals
    : distance <= 0n && distance >= -realtimeSignals;
}

export const signal: Grammar = (value) => {
  if (isSignal(value.text)) return accepted;
  return fault(value, `${quoted(value.text)} is not a signal such as SIGTERM`, slipsOf(value.text, signalNames));
};

/** The names of exit statuses that a version knows, such as `TEMPFAIL`. */
export function exitStatusNames(version: number): readonly string[] {
  const sample = sampledVersions.filter((sampled) => sampled <= version).at(-1);
  const absent = missing[String(sample ?? sampledVersions[0])] ?? [];
  return vocab.exitStatuses.map(({ name }) => name).filter((name) => !absent.includes(name));
}

/** Exit statuses and signals that count as clean, or that forbid or force a restart. */
export const exitStatusSet: Grammar = eachWord({}, (word, { version }) => {
  const number = parseInteger(word.text);
  const status = number !== undefined && number >= 0n && number <= 255n;
  const names = exitStatusNames(version);
  if (status || names.includes(word.text) || isSignal(word.text)) return accepted;
  const near = slipsOf(word.text, [...names, ...signalNames]);
  return fault(word, `${quoted(word.text)} is neither an exit status from 0 to 255 nor a signal`, near);
});
