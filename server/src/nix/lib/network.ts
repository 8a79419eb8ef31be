import { expectString } from '../expect';
import { attrsOf, str } from '../value';
import { functions, thrown } from './kit';

const GROUPS = 8;

/** The eight groups of an IPv6 address; undefined where it is none. */
function groupsOf(address: string): number[] | undefined {
  const [head = '', tail, ...more] = address.split('::');
  const parsed = (part: string) => (part === '' ? [] : part.split(':'));
  const left = parsed(head);
  const right = tail === undefined ? [] : parsed(tail);
  const missing = GROUPS - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...left, ...new Array<string>(missing).fill('0'), ...right];
  return all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))
    ? all.map((group) => Number.parseInt(group, 16))
    : undefined;
}

const MAC =
  /^([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})[-:.]?([0-9A-Fa-f]{2})$/;
const LOCAL_BIT = 0x200;

/** nixpkgs lib/network: `lib.network.ipv6`. */
export const ipv6 = functions({
  fromString: (_rt, text) => {
    const whole = expectString(text);
    const [address = '', prefix = '128', ...more] = whole.split('/');
    const groups = groupsOf(address);
    const length = Number(prefix);
    if (groups === undefined || more.length > 0) throw thrown(`"${whole}" is not a valid IPv6 address`);
    if (!/^[0-9]+$/.test(prefix) || length < 1 || length > 128)
      throw thrown(`"${prefix}" is not a valid IPv6 prefix length: it must be a number from 1 to 128`);
    return attrsOf({ address: str(groups.map((group) => group.toString(16)).join(':')), prefixLength: BigInt(length) });
  },
  mkEUI64Suffix: (_rt, mac) => {
    const text = expectString(mac);
    const octets = MAC.exec(text)?.slice(1);
    if (octets === undefined) throw thrown(`"${text}" is not a valid MAC address (expected 6 octets of hex digits)`);
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = octets;
    const first = (Number.parseInt(a + b, 16) ^ LOCAL_BIT).toString(16);
    return str(`${first}:${c}ff:fe${d}:${e}${f}`.toLowerCase());
  },
});
