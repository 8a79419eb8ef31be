import { coerceText } from '../lib/kit';
import { native } from '../native';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, originOf } from '../thunk';
import { type Func, type Lazy, type NixString, str } from '../value';
import { dataOf, prettyJson } from './data-text';
import { textFile } from './text-file';
import { tomlText } from './toml-text';
import { yamlText } from './yaml-text';

type Render = (rt: Runtime, value: Lazy) => NixString;

const withBreak = (rt: Runtime, text: NixString) => concatStrings(rt, [text, str('\n')]);

/** Texts of data files by their language. */
export const dataTexts = {
  json: (rt: Runtime, value: Lazy) => withBreak(rt, prettyJson(rt, dataOf(rt, value))),
  toml: (rt: Runtime, value: Lazy) => tomlText(rt, dataOf(rt, value)),
  yaml: (rt: Runtime, value: Lazy) => yamlText(rt, dataOf(rt, value)),
} as const satisfies Readonly<Record<string, Render>>;

/** `name value` to a file; a name that is a path puts the file there. */
function dataWriter(name: string, render: Render): Func {
  return native(name, 2, (rt, nameOrPath, value) => {
    const where = coerceText(rt, nameOrPath).text;
    return textFile(rt, `pkgs.writers.${name}`, {
      name: str(baseName(where)),
      text: delay(rt, () => render(rt, value), originOf(value)),
      executable: false,
      destination: where.startsWith('/') ? where : '',
    });
  });
}

/** `pkgs.writers`, data. */
export const dataWriters: Readonly<Record<string, Func>> = {
  writeJSON: dataWriter('writeJSON', dataTexts.json),
  writeTOML: dataWriter('writeTOML', dataTexts.toml),
  writeYAML: dataWriter('writeYAML', dataTexts.yaml),
};
