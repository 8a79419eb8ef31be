import data from '../../../data/hardening.json';
import { baseName } from '../../nix/paths';
import { parseExecLine } from '../../systemd/values/exec-line';
import type { Unit } from '../../units/model';
import { entriesOf } from '../entry';
import type { Need } from './measures';

const STORE_NAME = /\/nix\/store\/(?:…|[0-9a-z]{32})-([^\s/"':;]+)/g;
const BINARY = /\/s?bin\/([\w.+-]+)/g;
const COMMAND = /(?:^|[|;&(`]|\b(?:exec|then|do|else|env|nohup|time|timeout \S+|nice|ionice)\s)[ \t]*([\w./+-]+)/gm;
/** What a script of a shell begins with; a settings file is searched for no commands. */
const SHELL = /^#!\S*(\/env\s+\w*sh|\/\w*sh)\b/;
const VERSION = /[-_]?v?\d[\w.]*(?:[-_].*)?$/;
const MIN_PREFIX = 4;

/** Programs that run the program which their arguments name. */
const STARTERS: ReadonlySet<string> = new Set(['env', 'sh', 'bash', 'dash', 'nice', 'ionice', 'timeout', 'tini']);

const packagesOfAll: ReadonlySet<string> = new Set(data.defaultPackages);
const needsByName: ReadonlyMap<string, readonly Need[]> = needsTable();

function needsTable(): ReadonlyMap<string, readonly Need[]> {
  const table = new Map<string, readonly Need[]>();
  for (const { names, needs } of data.programs) {
    for (const name of names) table.set(name, [...(table.get(name) ?? []), ...needs]);
  }
  return table;
}

/** The programs and packages that a unit runs, as far as its lines and scripts name them. */
export function programsOf(unit: Unit): readonly string[] {
  const found = entriesOf(unit).flatMap(({ key, value }) => {
    if (key.startsWith('Exec')) return programsInLine(value);
    return key === 'Environment' && value.includes('PATH=') ? namesIn(value, STORE_NAME) : [];
  });
  const scripted = unit.scripts.flatMap(({ text }) => [
    ...namesIn(text, STORE_NAME),
    ...namesIn(text, BINARY),
    ...(SHELL.test(text) ? namesIn(text, COMMAND).map(baseName) : []),
  ]);
  return [...new Set([...found, ...scripted])].filter((name) => !packagesOfAll.has(name));
}

function programsInLine(line: string): readonly string[] {
  return parseExecLine(line).flatMap(({ program, args }) => {
    const name = baseName(program.text);
    const started = STARTERS.has(name) ? args.flatMap(({ text }) => text.split(/[\s;|&()]+/)).map(baseName) : [];
    return [
      name,
      ...started,
      ...namesIn(program.text, STORE_NAME),
      ...args.flatMap(({ text }) => namesIn(text, BINARY)),
    ];
  });
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** What a program is known to need; nothing for an unknown one. */
export function needsOfProgram(name: string): readonly Need[] {
  const plain = name.replace(VERSION, '');
  const prefix = plain.split(/[-_]/)[0] ?? '';
  const spellings = [name, name.toLowerCase(), plain, plain.toLowerCase(), prefix.length < MIN_PREFIX ? '' : prefix];
  return spellings.map((spelling) => needsByName.get(spelling)).find((needs) => needs !== undefined) ?? [];
}
