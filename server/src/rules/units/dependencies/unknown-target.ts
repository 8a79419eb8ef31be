import { editDistance } from '../../../systemd/distance';
import { specialTargets } from '../../../systemd/special-units';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOfWord, replaceWord } from '../../written-word';
import { allReferences, isDeclared, type Reference } from './references';

/** A name that is nearly that of a target of systemd, and that nothing here declares. */
export const unknownTarget: Rule = {
  code: 'unknown-target',
  title: 'Misspelt target',
  severity: 'warning',
  check: (subject: Subject) =>
    allReferences(subject.analysis)
      .filter(({ unit, word }) => !isDeclared(subject.analysis, { name: word.text, scope: unit.scope }))
      .flatMap((reference) => check(subject, reference)),
};

function check(subject: Subject, { unit, entry, word }: Reference): readonly Finding[] {
  const meant = targetMeant(word.text);
  if (meant === undefined) return [];
  const place = placeOfWord(subject, entry, word);
  const edits = place === undefined ? [] : replaceWord(place, meant);
  return report(unknownTarget, place?.origin, unit, {
    message: `There is no ${word.text} in systemd. Did you mean ${meant}?`,
    fixes: edits.length > 0 ? [{ title: `Change to ${meant}`, edits, preferred: true }] : [],
  });
}

/** Targets that are taken for services; no service of these names is known. */
const NO_SERVICES = new Set([
  'network-online',
  'network-pre',
  'multi-user',
  'graphical-session',
  'graphical',
  'sysinit',
]);

/** Shorter names than these are too near to each other to tell a slip. */
const SHORT = 5;
const LONG = 10;

function targetMeant(name: string): string | undefined {
  const stem = name.replace(/\.\w+$/, '');
  if (name.endsWith('.service')) return NO_SERVICES.has(stem) ? `${stem}.target` : undefined;
  if (!name.endsWith('.target') || specialTargets.includes(name) || /[@%]/.test(name)) return undefined;
  if (stem.length < SHORT) return undefined;
  const limit = stem.length >= LONG ? 2 : 1;
  const near = specialTargets
    .map((target) => ({ target, distance: editDistance(name, target, limit) }))
    .filter(({ target, distance }) => distance <= limit && target[0] === name[0]);
  return near.toSorted((a, b) => a.distance - b.distance)[0]?.target;
}
