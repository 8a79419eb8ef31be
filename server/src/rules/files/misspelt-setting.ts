import { settingsLike } from '../../systemd/config-settings';
import type { FileLine, GeneratedFile } from '../../units/generated-file';
import type { Finding } from '../finding';
import { literalSpan } from '../literal';
import { report } from '../report';
import type { Rule, Subject } from '../rule';

/** A name that is nearly that of a setting of the manager, logind, journald or sleep: systemd passes over it. */
export const misspeltSetting: Rule = {
  code: 'misspelt-setting',
  title: 'Misspelt setting',
  severity: 'warning',
  check: (subject) =>
    subject.analysis.generated
      .filter(({ kind }) => kind === 'configuration')
      .flatMap((file) => settings(file).flatMap((setting) => judge(subject, setting))),
};

interface Setting {
  readonly section: string;
  readonly name: string;
  readonly line: FileLine;
}

/** The settings of a file that were written in a source, with the section that each stands in. */
function settings({ lines }: GeneratedFile): readonly Setting[] {
  let section = '';
  return lines.flatMap((line) => {
    section = /^\[(\w+)\]$/.exec(line.text)?.[1] ?? section;
    const name = /^\s*(\w+)\s*=/.exec(line.text)?.[1];
    return name === undefined || line.pieces.length === 0 ? [] : [{ section, name, line }];
  });
}

function judge(subject: Subject, { section, name, line }: Setting): readonly Finding[] {
  const [meant] = settingsLike(section, name);
  const [piece] = line.pieces;
  const at = line.text.indexOf(name);
  if (meant === undefined || piece === undefined || line.holes.some(({ start }) => start < at + name.length)) return [];
  const isName = piece.start > at;
  const [value] = piece.values;
  const written =
    isName || value === undefined ? undefined : literalSpan(subject, value, line.text, at, at + name.length);
  const origin = isName ? piece.keys[0] : (written ?? value ?? piece.keys[0]);
  const exact = isName ? origin : written;
  return report(misspeltSetting, origin, undefined, {
    message: `${name}= is no setting of [${section}], so systemd passes over it: did you mean ${meant}=?`,
    fixes:
      exact === undefined
        ? []
        : [{ title: `Change to ${meant}`, edits: [{ origin: exact, newText: meant }], preferred: true }],
  });
}
