import type { Tool } from '../../support/tools';

/** `Section.Directive` of everything in `systemd --dump-configuration-items`. */
export function dumpedItems(systemd: Tool): ReadonlySet<string> {
  const { stdout } = systemd.run(['--dump-configuration-items']);
  const items = new Set<string>();
  let section = '';
  for (const line of stdout.split('\n')) {
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const name = /^([A-Za-z0-9-]+)=/.exec(line)?.[1];
    if (name !== undefined) items.add(`${section}.${name}`);
  }
  return items;
}
