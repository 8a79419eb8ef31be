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

/** A value on one line. `comma` stands between the attributes of a table: narrower in a table in a table, as tomlkit prints it. */
function inline(rt: Runtime, data: Data, comma = ', '): NixString {
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
      const ordered = [
        ...data.entries.filter(([, one]) => !isTable(one)),
        ...data.entries.filter(([, one]) => isTable(one)),
      ];
      const pairs = ordered.map(([name, one]) => concatStrings(rt, [str(`${tomlKey(name)} = `), inline(rt, one, ',')]));
      return concatStrings(rt, [str('{'), concatStrings(rt, pairs, str(comma)), str('}')]);
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
  const isElement = header?.startsWith('[[') === true;
  const showsHeader = header !== undefined && (values.length > 0 || nested.length === 0 || isElement);
  const own = showsHeader ? [str(`${header}\n`), ...lines] : lines;
  const below = nested.flatMap(([name, value]) => {
    const here = [...path, tomlKey(name)];
    if (isTable(value)) return blocks(rt, value, here, `[${here.join('.')}]`);
    return isTables(value) ? value.items.flatMap((item) => blocks(rt, item, here, `[[${here.join('.')}]]`)) : [];
  });
  if (own.length === 0) return below;
  const [first, ...rest] = below;
  return first !== undefined && ((isElement && values.length === 0) || followsClosely(table))
    ? [concatStrings(rt, [...own, first]), ...rest]
    : [concatStrings(rt, own), ...below];
}

/** Whether no blank line stands before the first list of tables: where the data begins with it and has values after it. */
function followsClosely({ entries }: Table): boolean {
  const first = entries[0]?.[1];
  return first !== undefined && isTables(first) && entries.some(([, one]) => !isTable(one) && !isTables(one));
}

/** Data as `json2toml` prints it: values before tables, a blank line before each table. */
export function tomlText(rt: Runtime, data: Data): NixString {
  return data.kind === 'table' ? concatStrings(rt, blocks(rt, data, [], undefined), str('\n')) : inline(rt, data);
}
