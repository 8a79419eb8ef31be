import { EVALUATION_RULES } from './evaluation';
import { FILE_RULES } from './files';
import type { Finding } from './finding';
import { HARDENING_RULES } from './hardening';
import { PIN_RULES } from './pins';
import type { Rule, Subject } from './rule';
import { UNIT_RULES } from './units';

/** Every rule. */
export const RULES: readonly Rule[] = [
  ...UNIT_RULES,
  ...HARDENING_RULES,
  ...FILE_RULES,
  ...EVALUATION_RULES,
  ...PIN_RULES,
];

/** The findings of all rules in a document and what it reads, by place; one place and message is reported once. */
export function findings(subject: Subject): readonly Finding[] {
  const all = RULES.flatMap((rule) => rule.check(subject));
  const unique = new Map(all.map((finding) => [identity(finding), finding]));
  return [...unique.values()].sort((a, b) => a.origin.start - b.origin.start || a.origin.end - b.origin.end);
}

function identity({ code, message, origin }: Finding): string {
  return JSON.stringify([code, message, origin.uri, origin.start, origin.end]);
}
