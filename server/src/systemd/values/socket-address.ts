import vocab from '../../../data/vocab.json';
import type { Verdict } from '../types';
import { notOneOf } from './enumerations';
import { type Grammar, withHoles } from './grammar';
import { parseInteger } from './integers';
import { isIPv4, isIPv6 } from './ip-address';
import { apiRefusedSince, checkPath } from './path';
import { accepted, byteLength, fault, faultAt, part, quoted, type Slice } from './slice';
import { isOpen } from './specifiers';
import { isFault, nextWord } from './words';

const longestSocketPath = 107;
const anyPort = 2n ** 32n - 1n;
const netlinkNames: readonly string[] = vocab.netlinkFamilies;

/** A Listen… address: each kind of socket has its own (socket_listen in load-fragment.c). */
export const listenAddress: Grammar = withHoles('full', (value, { directive, version }) => {
  switch (directive.name) {
    case 'ListenFIFO':
    case 'ListenMessageQueue':
    case 'ListenUSBFunction':
      return checkPath(value, { kind: 'absolute', outsideApi: version >= apiRefusedSince });
    case 'ListenSpecial':
      return checkPath(value);
    case 'ListenNetlink':
      return isOpen(value) ? accepted : netlink(value);
    default:
      return isOpen(value) ? accepted : address(value, directive.name === 'ListenSequentialPacket', version);
  }
});

function netlink(value: Slice): Verdict {
  const family = nextWord(value, 0, {});
  if (family === undefined || isFault(family)) return family ?? fault(value, 'A netlink family is expected');
  const number = parseInteger(family.word.text);
  const known = netlinkNames.includes(family.word.text) || (number !== undefined && number >= 0n && number < 2n ** 31n);
  if (!known) return notOneOf(family.word, netlinkNames);
  if (family.rest === undefined) return accepted;
  const group = part(value, family.rest);
  const mask = parseInteger(group.text);
  return mask !== undefined && mask >= 0n && mask < 2n ** 32n ? accepted : fault(group, 'A group is a whole number');
}

function address(value: Slice, unixOnly: boolean, version: number): Verdict {
  const { text } = value;
  if (text.startsWith('/') || text.startsWith('@')) return unixAddress(value);
  if (/^vsock(-dgram|-seqpacket|-stream)?:/.test(text) && (text.startsWith('vsock:') || version >= vsockTypesSince)) {
    return unixOnly ? fault(value, 'Only a path or an abstract name is possible here') : vsock(value, version);
  }
  const verdict = internetAddress(value);
  return verdict.ok && unixOnly ? fault(value, 'Only a path or an abstract name is possible here') : verdict;
}

function unixAddress(value: Slice): Verdict {
  const length = byteLength(value.text);
  if (length < 2) return fault(value, 'The path of the socket is missing');
  const limit = longestSocketPath;
  return length <= limit
    ? accepted
    : fault(value, `The path of a socket has at most ${limit} bytes; this one has ${length}`);
}

const vsockNames: readonly string[] = ['hypervisor', 'local', 'host', ''];
/** Names that systemd 262 is the first version read to have. */
const newVsockNames: readonly string[] = ['any', '-1'];
const newVsockNamesSince = 258;
/** The first version with vsock-stream: and its kin. */
const vsockTypesSince = 254;

function vsock(value: Slice, version: number): Verdict {
  const start = value.text.indexOf(':') + 1;
  const colon = value.text.indexOf(':', start);
  if (colon === -1) return fault(value, 'A vsock address is vsock:CID:PORT');
  const number = (text: string) => {
    const parsed = parseInteger(text);
    return parsed !== undefined && parsed >= 0n && parsed <= anyPort ? parsed : undefined;
  };
  const cid = value.text.slice(start, colon);
  const named = vsockNames.includes(cid) || (version >= newVsockNamesSince && newVsockNames.includes(cid));
  if (!named && number(cid) === undefined) return faultAt(value, start, colon, `${quoted(cid)} is not a context id`);
  const port = number(value.text.slice(colon + 1));
  return port !== undefined && port !== anyPort
    ? accepted
    : faultAt(value, colon + 1, value.text.length, 'This is not a port');
}

function isPort(text: string): boolean {
  const port = parseInteger(text, { leadingSpace: false });
  return port !== undefined && port >= 1n && port <= 65535n;
}

function internetAddress(value: Slice): Verdict {
  const { text } = value;
  if (isPort(text)) return accepted;
  const colon = text.lastIndexOf(':');
  const wrong = `${quoted(text)} is not a path, a port, ADDRESS:PORT or [ADDRESS]:PORT`;
  if (colon === -1) {
    return parseInteger(text) === undefined ? fault(value, wrong) : fault(value, 'A port from 1 to 65535 is expected');
  }
  const host = text.slice(0, colon).replace(/%[^%\]]+$/, '');
  const bracketed = /^\[(.*)\]$/.exec(host)?.[1];
  if (bracketed === undefined ? !isIPv4(host) : !isIPv6(bracketed)) {
    return isIPv6(text)
      ? fault(value, 'An IPv6 address needs brackets and a port: [ADDRESS]:PORT')
      : fault(value, wrong);
  }
  const port = part(value, colon + 1);
  const bare = part(port, 0, /%/.exec(port.text)?.index ?? port.text.length);
  return isPort(bare.text) ? accepted : fault(port, `${quoted(port.text)} is not a port from 1 to 65535`);
}
