import { NixError } from '../errors';
import { jsonText } from '../lib/nix-text';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { type NixString, str } from '../value';
import { type Data, quotedText } from './data-text';

type Table = Extract<Data, { kind: 'table' }>;

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

const tomlKey = (name: string) => (BARE_KEY.test(name) ? name : jsonText(name));

const isTable = (data: Data): data is Table => data.kind === 'table';

/** A list that becomes `[[name]]` sections. */
const isTables = (data: Data): data is { readonly kind: 'list'; readonly items: readonly Table[] } =>
  data.kind === 'list' && data.items.length > 0 && data.items.every(isTable);

function inline(rt: Runtime, data: Data): NixString {
  switch (data.kind) {
    case 'null':
      throw new NixError('eval', 'TOML has no null: leave the attribute out');
    case 'plain':
      return str(data.text);
    case 'unknown':
      return data.text;
    case 'string':
      return quotedText(rt, data.text);
    case 'list':
      return concatStrings(rt, [
        str('['),
        concatStrings(
          rt,
          data.items.map((item) => inline(rt, item)),
          str(', '),
        ),
        str(']'),
      ]);
    case 'table': {
      const pairs = data.entries.map(([name, value]) =>
        concatStrings(rt, [str(`${tomlKey(name)} = `), inline(rt, value)]),
      );
      return concatStrings(rt, [str('{'), concatStrings(rt, pairs, str(', ')), str('}')]);
    }
  }
}

/** The blocks of a table: its own values with the header before them, then the tables in it. */
function blocks(rt: Runtime, table: Table, path: readonly string[], header: string | undefined): NixString[] {
  const values = table.entries.filter(([, value]) => !isTable(value) && !isTables(value));
  const nested = table.entries.filter(([, value]) => isTable(value) || isTables(value));
  const lines = values.map(([name, value]) =>
    concatStrings(rt, [str(`${tomlKey(name)} = `), inline(rt, value), str('\n')]),
  );
  const showsHeader = header !== undefined && (values.length > 0 || nested.length === 0 || header.startsWith('[['));
  const own = showsHeader ? [str(`${header}\n`), ...lines] : lines;
  const below = nested.flatMap(([name, value]) => {
    const here = [...path, tomlKey(name)];
    if (isTable(value)) return blocks(rt, value, here, `[${here.join('.')}]`);
    return isTables(value) ? value.items.flatMap((item) => blocks(rt, item, here, `[[${here.join('.')}]]`)) : [];
  });
  return own.length === 0 ? below : [concatStrings(rt, own), ...below];
}

/** Data as `json2toml` prints it: values before tables, a blank line before each table. */
export function tomlText(rt: Runtime, data: Data): NixString {
  return data.kind === 'table' ? concatStrings(rt, blocks(rt, data, [], undefined), str('\n')) : inline(rt, data);
}
