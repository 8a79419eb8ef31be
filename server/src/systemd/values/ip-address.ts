/** Whether a text is an IPv4 address of four decimal numbers, as inet_pton reads it. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((p) => /^(0|[1-9][0-9]{0,2})$/.test(p) && Number(p) <= 255);
}

/** Whether a text is an IPv6 address, as inet_pton reads it. */
export function isIPv6(text: string): boolean {
  const gaps = text.split('::');
  if (gaps.length > 2 || !text.includes(':')) return false;
  const groups = gaps.map((side) => (side === '' ? [] : side.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && (!isIPv4(last) || (gaps.length === 2 && gaps[1] === ''))) return false;
  const hex = embedded ? all.slice(0, -1) : all;
  const count = hex.length + (embedded ? 2 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (gaps.length === 2 ? count < 8 : count === 8);
}
