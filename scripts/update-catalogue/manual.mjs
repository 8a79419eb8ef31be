import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const pages = {
  'systemd.unit': ['Unit', 'Install'],
  'systemd.service': ['Service'],
  'systemd.socket': ['Socket'],
  'systemd.timer': ['Timer'],
  'systemd.path': ['Path'],
  'systemd.mount': ['Mount'],
  'systemd.automount': ['Automount'],
  'systemd.swap': ['Swap'],
  'systemd.slice': ['Slice'],
  'systemd.scope': ['Scope'],
  'systemd.exec': ['Service', 'Socket', 'Mount', 'Swap'],
  'systemd.kill': ['Service', 'Socket', 'Mount', 'Swap', 'Scope'],
  'systemd.resource-control': ['Service', 'Socket', 'Mount', 'Swap', 'Slice', 'Scope'],
};

/** By `Section.Name`: the page, the anchor of its entry there, and the version that the page says it came with. */
export function readManual(folder) {
  const found = new Map();
  for (const [page, sections] of Object.entries(pages)) {
    const text = readFileSync(join(folder, 'man', `${page}.xml`), 'utf8');
    for (const entry of topLevelEntries(text)) {
      const terms = [...entry.matchAll(/<term><varname>([\s\S]*?)<\/varname>/g)].map(([, term]) =>
        term.replace(/<[^>]*>/g, ''),
      );
      const since = Number(/xpointer="v(\d+)"\/>\s*<\/listitem>\s*$/.exec(entry)?.[1] ?? Number.NaN);
      for (const term of terms) {
        const name = term.replace(/=.*/, '');
        for (const section of sections) {
          const known = { man: page, anchor: terms[0], since: Number.isNaN(since) ? undefined : since };
          if (!found.has(`${section}.${name}`)) found.set(`${section}.${name}`, known);
        }
      }
    }
  }
  return found;
}

/** The bodies of the entries that are in no other entry. */
function topLevelEntries(text) {
  const entries = [];
  let depth = 0;
  let start = 0;
  for (const tag of text.matchAll(/<(\/?)varlistentry[^>]*>/g)) {
    if (tag[1] === '' && depth++ === 0) start = tag.index;
    if (tag[1] === '/' && --depth === 0) entries.push(text.slice(start, tag.index));
  }
  return entries;
}
