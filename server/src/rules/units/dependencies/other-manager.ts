import { systemTargets, userTargets } from '../../../systemd/special-units';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOfWord, replaceWord } from '../../written-word';
import { allReferences, isDeclared, type Reference } from './references';

/** A target of the system in a user's unit, or the reverse: the two service managers do not see each other's units. */
export const otherManager: Rule = {
  code: 'other-manager',
  title: 'Target of the other service manager',
  severity: 'warning',
  check: (subject: Subject) =>
    allReferences(subject.analysis)
      .filter(({ unit }) => unit.world !== 'unit-file' || FOLDER.test(subject.uri))
      .filter(({ unit, word }) => !isDeclared(subject.analysis, { name: word.text, scope: unit.scope }))
      .flatMap((reference) => check(subject, reference)),
};

/** The folders that tell which service manager reads a unit file. */
const FOLDER = /\/(system|user)\//;

/** Dependencies without which the unit is not started, or never is. */
const STRONG = new Set(['WantedBy', 'RequiredBy', 'UpheldBy', 'Requires', 'BindsTo', 'Requisite']);

/** Targets that start units, with the one of the other manager that does the same. */
const INSTEAD: Readonly<Record<string, string>> = {
  'multi-user.target': 'default.target',
  'graphical.target': 'graphical-session.target',
  'graphical-session.target': 'graphical.target',
};

/** Targets of the system that programs bring to users under the same name, as systemd-lock-handler does. */
const BROUGHT = new Set(['sleep.target']);

function check(subject: Subject, { unit, entry, word }: Reference): readonly Finding[] {
  const user = unit.scope === 'user';
  if (user && BROUGHT.has(word.text)) return [];
  if (unit.scope === 'initrd' || !(user ? systemTargets : userTargets).has(word.text)) return [];
  const strong = STRONG.has(entry.key);
  const place = placeOfWord(subject, entry, word);
  const instead = INSTEAD[word.text];
  const edits = place === undefined || instead === undefined || !strong ? [] : replaceWord(place, instead);
  const manager = user ? "a user's service manager" : 'the system';
  return report(otherManager, place?.origin, unit, {
    message: `${word.text} does not exist for ${manager}: ${harm(entry.key)}.`,
    severity: strong ? 'warning' : 'info',
    fixes: edits.length > 0 ? [{ title: `Change to ${instead}`, edits, preferred: true }] : [],
  });
}

function harm(key: string): string {
  if (['WantedBy', 'RequiredBy', 'UpheldBy'].includes(key)) return `${key}= never starts this unit`;
  return STRONG.has(key) ? `${key}= keeps this unit from starting` : `${key}= has no effect`;
}
