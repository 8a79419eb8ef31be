import { enclosing } from '../../../syntax/find';
import type { Unit } from '../../../units/model';
import type { Finding, Fix } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isWhole, writtenUnits } from '../../unit-entries';
import { placeOfWord, type WordPlace } from '../../written-word';
import { referencesOf } from './references';

const TARGET = 'network-online.target';
const PULLS = new Set(['Wants', 'Requires', 'BindsTo', 'Requisite', 'Upholds']);

/** `After=network-online.target` alone: nothing starts that target, so there is nothing to wait for. NixOS warns of it too. */
export const networkOnline: Rule = {
  code: 'network-online',
  title: 'network-online.target is not wanted',
  severity: 'warning',
  check: (subject: Subject) =>
    writtenUnits(subject.analysis)
      .filter((unit) => unit.scope === 'system' && isWhole(unit))
      .flatMap((unit) => check(subject, unit)),
};

function check(subject: Subject, unit: Unit): readonly Finding[] {
  const references = referencesOf(unit);
  const after = references.find(({ entry, word }) => entry.key === 'After' && word.text === TARGET);
  const pulled = references.some(({ entry, word }) => PULLS.has(entry.key) && word.text === TARGET);
  const unknown = unit.sections.some(({ lines }) =>
    lines.some((line) => line !== undefined && PULLS.has(line.key) && line.holes.length > 0),
  );
  if (after === undefined || pulled || unknown) return [];
  const place = placeOfWord(subject, after.entry, after.word);
  return report(networkOnline, place?.origin, unit, {
    message: `After=${TARGET} waits only when something starts that target: want it too.`,
    fixes:
      place === undefined || unit.world !== 'nixos'
        ? []
        : fix(
            subject,
            place,
            references.some(({ entry }) => entry.key === 'Wants'),
          ),
  });
}

/** Adds `wants = [ "network-online.target" ];` before a plain `after = …;`. */
function fix({ source }: Subject, { origin }: WordPlace, wants: boolean): readonly Fix[] {
  const document = source(origin);
  const binding = document && enclosing(document.tree, origin.start).findLast((item) => item.kind === 'binding');
  const name = binding?.kind === 'binding' ? binding.path.at(-1) : undefined;
  if (
    document === undefined ||
    binding?.kind !== 'binding' ||
    name?.kind !== 'name' ||
    name.name !== 'after' ||
    wants
  ) {
    return [];
  }
  const { text } = document.tree;
  const indent = /[ \t]*$/.exec(text.slice(0, binding.start))?.[0] ?? '';
  const prefix = text.slice(binding.start, name.start);
  const at = { uri: origin.uri, start: binding.start, end: binding.start };
  const newText = `${prefix}wants = [ "${TARGET}" ];\n${indent}`;
  return [{ title: `Add wants = [ "${TARGET}" ]`, edits: [{ origin: at, newText }], preferred: true }];
}
