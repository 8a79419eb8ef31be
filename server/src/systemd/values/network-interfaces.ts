import { eachWord, expanded, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, part, quoted, type Slice } from './slice';

const shortName = 15;
const longName = 127;
/** The first version that takes alternative names of network interfaces, which are longer. */
const longNamesSince = 254;

function isInterface(text: string, longest: number): boolean {
  if (/^[0-9]+$/.test(text) || (parseInteger(text) ?? 0n) > 0n) return false;
  if (/^(\.\.?|all|default)$/.test(text) || text === '' || text.length > longest) return false;
  return /^[!-$&-.0-9;-~]+$/.test(text);
}

function checkInterface(name: Slice, longest: number) {
  return isInterface(name.text, longest)
    ? accepted
    : fault(name, `${quoted(name.text)} cannot be the name of a network interface`);
}

export const networkInterfaces: Grammar = (value, context) => {
  const longest = context.version >= longNamesSince ? longName : shortName;
  const list = eachWord({ unquote: true }, (word) => checkInterface(word, longest));
  return list(value.text.startsWith('~') ? part(value, 1) : value, context);
};

const shortInterface: Grammar = (value) => checkInterface(value, shortName);
const expandedInterface = expanded('full', shortInterface);
/** The first version read in which specifiers expand in BindToDevice=. */
const expandedSince = 258;

export const bindToDevice: Grammar = (value, context) => {
  if (value.text === '*') return accepted;
  return context.version >= expandedSince ? expandedInterface(value, context) : shortInterface(value, context);
};

export const bindNetworkInterface: Grammar = expanded('full', (value) => checkInterface(value, longName));
