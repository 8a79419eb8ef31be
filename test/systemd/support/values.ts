import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Values {
  /** Texts that any grammar should stand. */
  readonly common: readonly string[];
  readonly pools: readonly { readonly parsers: readonly string[]; readonly values: readonly string[] }[];
}

const data: Values = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/systemd/values.json'), 'utf8'));

/** Values, right and wrong ones alike, for each of systemd's parsers; the oracle decides which are which. */
export const pools: ReadonlyMap<string, readonly string[]> = new Map(
  data.pools.flatMap(({ parsers, values }) => parsers.map((parser): [string, readonly string[]] => [parser, values])),
);

export const common = data.common;
