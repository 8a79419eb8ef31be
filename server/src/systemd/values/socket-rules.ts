import { notOneOf } from './enumerations';
import type { Grammar } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, quoted } from './slice';
import { isFault, splitWords } from './words';

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
