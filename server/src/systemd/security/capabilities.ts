import vocab from '../../../data/vocab.json';
import { parseInteger } from '../values/integers';
import { sliceOf } from '../values/slice';
import { isFault, splitWords } from '../values/words';

const all: readonly string[] = vocab.capabilities;

/** From this version on a set that was put back to all capabilities still counts as set. */
const firstVersionThatRemembers = 262;

/**
 * The capabilities that lines of CapabilityBoundingSet= leave; without any line all of them. A line that names nothing
 * starts afresh, and so does the first (config_parse_capability_set).
 */
export function boundingSet(values: readonly string[], version: number): ReadonlySet<string> {
  let state: ReadonlySet<string> | undefined;
  for (const value of values) {
    state = withLine(state, value);
    if (state.size === all.length && version < firstVersionThatRemembers) state = undefined;
  }
  return state ?? new Set(all);
}

/** The capabilities that lines of AmbientCapabilities= give. */
export function ambientSet(values: readonly string[]): ReadonlySet<string> {
  let state: ReadonlySet<string> = new Set();
  for (const value of values) state = withLine(state.size === 0 ? undefined : state, value);
  return state;
}

function withLine(state: ReadonlySet<string> | undefined, value: string): ReadonlySet<string> {
  const inverted = value.startsWith('~');
  const named = namedIn(inverted ? value.slice(1) : value);
  if (inverted) {
    const from = state === undefined || named.size === 0 ? all : [...state];
    return new Set(from.filter((name) => !named.has(name)));
  }
  return new Set(state === undefined || named.size === 0 ? named : [...state, ...named]);
}

function namedIn(text: string): ReadonlySet<string> {
  const words = splitWords(sliceOf(text), { unquote: true, relaxed: true });
  if (isFault(words)) return new Set();
  return new Set(words.map(({ text }) => capabilityOf(text)).filter((name) => name !== undefined));
}

function capabilityOf(word: string): string | undefined {
  const number = parseInteger(word);
  return number === undefined ? all.find((name) => name === word.toUpperCase()) : all[Number(number)];
}
