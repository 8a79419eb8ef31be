import { compareBytes } from '../../nix/order';
import { baseName, dirName } from '../../nix/paths';
import { type Claim, claimOf, excludes } from '../../systemd/tmpfiles/conflict';
import { fault } from '../../systemd/values/slice';
import type { Rule, Subject } from '../rule';
import { lineFinding, type TmpfilesLine, tmpfilesLines } from './tmpfiles-lines';

interface Claimed {
  readonly line: TmpfilesLine;
  readonly claim: Claim;
}

/** Two lines that say different things of one path: only the first, by the names of the files, is applied. */
export const duplicateTmpfilesLine: Rule = {
  code: 'duplicate-tmpfiles-line',
  title: 'Path in two lines of tmpfiles.d',
  severity: 'warning',
  check: (subject) =>
    groups(claimed(subject)).flatMap((group) =>
      group.flatMap(({ line, claim }, index) => {
        const other = group.slice(0, index).find((earlier) => excludes(earlier.claim, claim));
        if (other === undefined) return [];
        const message = `${claim.path} stands in ${other.line.file.path} already, and only that line is applied`;
        return lineFinding(duplicateTmpfilesLine, subject, line, fault(line.slice, message));
      }),
    ),
};

function claimed(subject: Subject): readonly Claimed[] {
  return tmpfilesLines(subject).flatMap((line) => {
    const claim = line.line.conditions.length > 0 ? undefined : claimOf(line.slice, subject.systemd);
    return claim === undefined ? [] : [{ line, claim }];
  });
}

/** Lines about one path in one place, in the order in which systemd reads their files. */
function groups(all: readonly Claimed[]): readonly (readonly Claimed[])[] {
  const found = new Map<string, Claimed[]>();
  for (const one of all) {
    const { file } = one.line;
    const key = JSON.stringify([file.context, file.scope, dirName(file.path), one.claim.key]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].map((group) =>
    group.toSorted((a, b) => compareBytes(baseName(a.line.file.path), baseName(b.line.file.path))),
  );
}
