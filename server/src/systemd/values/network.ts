import vocab from '../../../data/vocab.json';
import { eachWord, expanded, type Grammar } from './grammar';
import { parseInteger } from './integers';
import { isIPv4, isIPv6 } from './ip-address';
import { accepted, fault, faultAt, part, quoted, type Slice } from './slice';
import { isFault, splitWords } from './words';
import { notOneOf } from './words-of';

const addressWords: readonly string[] = ['any', 'localhost', 'link-local', 'multicast'];
const localNames = /^(localhost|localhost\.localdomain|.*\.localhost(\.localdomain)?)\.?$/i;

/** Addresses with an optional prefix length, and words for ranges (in-addr-prefix-util.c). */
export const ipPrefixes: Grammar = eachWord({}, (word) => {
  if (addressWords.includes(word.text) || localNames.test(word.text)) return accepted;
  const slash = word.text.indexOf('/');
  const address = slash === -1 ? word.text : word.text.slice(0, slash);
  const bits = isIPv4(address) ? 32n : isIPv6(address) ? 128n : undefined;
  if (bits === undefined)
    return fault(word, `${quoted(word.text)} is not an IP address, a prefix or a word such as any`, addressWords);
  if (slash === -1) return accepted;
  const length = parseInteger(word.text.slice(slash + 1));
  if (length !== undefined && length >= 0n && length <= bits) return accepted;
  return faultAt(word, slash + 1, word.text.length, `A prefix length from 0 to ${bits} is expected`);
});

const shortName = 15;
const longName = 127;
/** The first version read that takes alternative names of network interfaces, which are longer. */
const longNamesSince = 262;

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

const socketProtocols: readonly string[] = ['udplite', 'sctp', 'mptcp'];
const protocolNumbers: readonly bigint[] = [136n, 132n, 262n];
const multipathSince = 254;
/** Before this version a rule could not name port 0. */
const portZeroSince = 254;

/** SocketProtocol=: a word in any letter case, or its number. */
export const socketProtocol: Grammar = (value, { version }) => {
  const number = parseInteger(value.text);
  const count = version >= multipathSince ? socketProtocols.length : socketProtocols.length - 1;
  const names = socketProtocols.slice(0, count);
  if (names.includes(value.text.toLowerCase())) return accepted;
  if (number !== undefined && protocolNumbers.slice(0, count).includes(number)) return accepted;
  return notOneOf(value, names);
};

/** `[ipv4|ipv6:][tcp|udp:]PORTS`, PORTS a port, a range or `any` (parse-helpers.c). */
export const socketBindRule: Grammar = (value, { version }) => {
  const forms = [/^ipv[46]$/, /^(tcp|udp)$/i];
  const tokens = splitWords(value, { separators: ':', keepEmpty: true });
  if (isFault(tokens)) return tokens;
  let next = 0;
  for (const [i, token] of tokens.entries()) {
    const form = forms.findIndex((pattern, at) => at >= next && pattern.test(token.text));
    if (form !== -1) {
      next = form + 1;
    } else if (!isPorts(token.text, version >= portZeroSince ? 0n : 1n)) {
      return fault(token, `${quoted(token.text)} is not ipv4, ipv6, tcp, udp, a port, a range of ports or any`, [
        'any',
      ]);
    } else if (i + 1 < tokens.length) {
      return fault(tokens[i + 1] ?? token, 'Nothing may follow the ports');
    } else {
      return accepted;
    }
  }
  return accepted;
};

function isPorts(text: string, lowest: bigint): boolean {
  if (text === 'any') return true;
  const dash = text.indexOf('-');
  const low = parseInteger(dash === -1 ? text : text.slice(0, dash));
  const high = dash === -1 ? low : parseInteger(text.slice(dash + 1));
  return low !== undefined && high !== undefined && low >= lowest && low <= high && high <= 65535n;
}

/** SOURCE:FAMILY:TABLE:SET (firewall-util.c). */
export const nftSets: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) => {
  const fields = splitWords(word, { separators: ':', cunescape: true });
  if (isFault(fields)) return fields;
  const [source, family, table, set] = fields;
  if (source === undefined || family === undefined || table === undefined || set === undefined || fields.length !== 4) {
    return fault(word, `${quoted(word.text)} is not SOURCE:FAMILY:TABLE:SET`);
  }
  if (!vocab.nftSetSourcesForUnits.includes(source.text)) return notOneOf(source, vocab.nftSetSourcesForUnits);
  if (!vocab.nftFamilies.includes(family.text)) return notOneOf(family, vocab.nftFamilies);
  const wrong = [table, set].find((name) => !/^[A-Za-z][A-Za-z0-9/\\_.]{0,254}$/.test(name.text));
  return wrong === undefined ? accepted : fault(wrong, `${quoted(wrong.text)} cannot be the name of a table or set`);
});
