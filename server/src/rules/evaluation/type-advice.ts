import { itemAt } from '../../syntax/find';
import type { Node } from '../../syntax/node';
import { plainLiteral } from '../../syntax/plain-literal';
import { quoteString } from '../../syntax/quote';
import { slipsOf } from '../../systemd/distance';
import { specialTargets } from '../../systemd/special-units';
import type { Problem } from '../../units/analysis';
import type { Fix } from '../finding';
import type { Said } from '../report';
import type { Subject } from '../rule';

const REFUSED = /^A definition for option `(.+)' is not of type `(.+)'\./s;
/** Where in a list a definition stands: `."[definition 1-entry 2]"`. */
const ENTRY = /(\."\[definition [^\]]*\]")+$/;
const UNIT_NAME = /string matching the pattern [^`']*\[\.\]\(([a-z|]+)\)/;

/** What a definition of the wrong type is, and what the option takes. */
interface Refused {
  readonly option: string;
  readonly type: string;
  readonly node: Node;
  readonly written: string;
}

interface Advice {
  readonly message: string;
  /** What to write instead; undefined where that is not known. */
  readonly instead?: string;
}

function textOf(node: Node): string | undefined {
  return node.kind === 'string' ? plainLiteral(node) : undefined;
}

/** An option as its unit has it: `environment.X` of `systemd.services.a.environment.X`. */
function shortName(option: string): string {
  const path = option.replace(ENTRY, '');
  const [, inUnit] = /^(?:boot\.initrd\.)?systemd\.(?:user\.)?[a-z]+\.(?:"[^"]*"|[^."]+)\.(.+)$/.exec(path) ?? [];
  return inUnit ?? path;
}

function unitName({ option, type, node }: Refused): Advice | undefined {
  const suffixes = UNIT_NAME.exec(type)?.[1]?.split('|');
  const text = textOf(node);
  if (suffixes === undefined || text === undefined || type.startsWith('list of')) return undefined;
  const [, stem = text, suffix] = /^(.*)\.(\w*)$/.exec(text) ?? [];
  const [near] = suffix === undefined ? [] : slipsOf(suffix, suffixes);
  const target = specialTargets.find((name) => name === `${text}.target`);
  const meant = near === undefined ? target : `${stem}.${near}`;
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
  const message = `${shortName(option)} takes names of units, and '${text}' has no suffix such as .service or .target.${question}`;
  return { message, ...(meant !== undefined && { instead: quoteString(meant) }) };
}

function list({ option, type, node, written }: Refused): Advice | undefined {
  if (!/^list of /.test(type) || node.kind === 'list') return undefined;
  return { message: `${shortName(option)} takes a list: write [ ${written} ].`, instead: `[ ${written} ]` };
}

function text({ option, type, node, written }: Refused): Advice | undefined {
  if (!/\b(string|strings)\b/.test(type) || (node.kind !== 'int' && node.kind !== 'float')) return undefined;
  return { message: `${shortName(option)} takes a text: write "${written}".`, instead: `"${written}"` };
}

function plain({ option, type, node }: Refused): Advice | undefined {
  const value = textOf(node) ?? '';
  const isTruth = type === 'boolean' && /^(true|false)$/.test(value);
  const isNumber = /\binteger\b/.test(type) && /^\d+$/.test(value);
  if (!isTruth && !isNumber) return undefined;
  const taken = isTruth ? 'true or false' : 'a number';
  return { message: `${shortName(option)} takes ${taken}, not a text: write ${value}.`, instead: value };
}

/** What to say of a literal that an option does not take, in the words of the field where its kind is a common one. */
export function adviseOnType({ source }: Subject, { message, origin }: Problem): Said {
  const [, option = '', type = ''] = REFUSED.exec(message) ?? [];
  const tree = origin && source(origin)?.tree;
  const node = tree && itemAt(tree, origin);
  if (origin === undefined || tree === undefined) return { message };
  if (node === undefined || node.kind === 'binding' || node.kind === 'inherit') return { message };
  const refused = { option, type, node, written: tree.text.slice(node.start, node.end) };
  const advice = [unitName, list, text, plain].map((advise) => advise(refused)).find((one) => one !== undefined);
  if (advice === undefined) return { message };
  const { instead } = advice;
  const fixes: readonly Fix[] =
    instead === undefined
      ? []
      : [{ title: `Change to ${instead}`, edits: [{ origin, newText: instead }], preferred: true }];
  return { message: advice.message, fixes };
}
