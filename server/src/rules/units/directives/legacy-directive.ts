import type { Finding, Fix } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { moveBinding, setName } from '../move-fix';
import { type KnownEntry, knownEntries } from './known-entries';

/** What to write in the place of undocumented directives that have no successor of the same shape. */
const ADVICE: Readonly<Record<string, string>> = {
  PermissionsStartOnly: "begin the commands that need root with '+'",
};

/** A directive that systemd still honours, but under a newer name or in another section. */
export const legacyDirective: Rule = {
  code: 'legacy-directive',
  title: 'Legacy directive',
  severity: 'hint',
  check: (subject: Subject) =>
    knownEntries(subject.analysis)
      .filter(({ entry, known }) => (known.legacy && known.successor !== undefined) || ADVICE[entry.key] !== undefined)
      .flatMap((found) => check(subject, found)),
};

function check(subject: Subject, { unit, entry, known }: KnownEntry): readonly Finding[] {
  const successor = placeOf(known.successor, entry.section);
  const advice = successor === undefined ? ADVICE[entry.key] : `write ${successor.name}= in [${successor.section}]`;
  const fixes = successor === undefined ? [] : fix(subject, { unit, entry, known }, successor);
  return report(legacyDirective, entry.keys[0], unit, {
    message: `${entry.key}= in [${entry.section}] is kept for old units only: ${advice}.`,
    fixes,
  });
}

interface Successor {
  readonly section: string;
  readonly name: string;
}

/** `[Unit] StartLimitIntervalSec`, or a name in the same section. */
function placeOf(successor: string | undefined, section: string): Successor | undefined {
  const [, named, name] = /^(?:\[(\w+)\] )?(\w+)$/.exec(successor ?? '') ?? [];
  return name === undefined ? undefined : { section: named ?? section, name };
}

function fix(subject: Subject, { unit, entry }: KnownEntry, { section, name }: Successor): readonly Fix[] {
  const [key] = entry.keys;
  if (key === undefined || subject.source(key)?.tree.text.slice(key.start, key.end) !== entry.key) return [];
  if (section === entry.section) {
    return [{ title: `Change to ${name}`, edits: [{ origin: key, newText: name }], preferred: true }];
  }
  const target = `${setName(unit.world, section)}.${name}`;
  const edits = moveBinding(subject, key, setName(unit.world, entry.section), target);
  return edits === undefined ? [] : [{ title: `Move to ${target}`, edits, preferred: true }];
}
