import { describe, expect, test } from 'vitest';
import { checkTmpfilesLine } from '../../server/src/systemd/tmpfiles/check';
import { claimOf, excludes } from '../../server/src/systemd/tmpfiles/conflict';
import { sliceOf } from '../../server/src/systemd/values/slice';
import { type ToolName, tool } from '../support/tools';
import { PASSED_OVER, tmpfilesLines, tmpfilesPairs, tmpfilesVerdicts } from './support/tmpfiles';

const count = Number(process.env.TMPFILES_LINES ?? (process.env.CI ? 3000 : 600));
const oracles: readonly { readonly version: number; readonly name: ToolName }[] = [
  { version: 252, name: 'systemd-tmpfiles' },
  { version: 257, name: 'systemd-tmpfiles-257' },
  { version: 262, name: 'systemd-tmpfiles-262' },
];

function ourVerdict(line: string, version: number): string | undefined {
  const verdict = checkTmpfilesLine(sliceOf(line), version);
  return verdict.ok ? undefined : verdict.message;
}

describe.each(oracles)('systemd-tmpfiles $version', ({ version, name }) => {
  const tmpfiles = tool(name);

  test.skipIf(!tmpfiles.available)('takes and refuses the same lines', { timeout: 300_000 }, () => {
    const lines = tmpfilesLines(count, 7);
    const theirs = tmpfilesVerdicts(tmpfiles, lines);
    const different = lines.flatMap((line, i) => {
      const ours = ourVerdict(line, version);
      if ((ours === undefined) === (theirs[i] === undefined)) return [];
      if (theirs[i] === undefined && PASSED_OVER.test(line)) return [];
      return [`${line}: systemd says ${theirs[i] ?? 'nothing'}; we say ${ours ?? 'right'}`];
    });
    expect(different).toEqual([]);
  });

  test.skipIf(!tmpfiles.available)('passes over the same second lines of a path', () => {
    const pairs = tmpfilesPairs(count, 11);
    const theirs = tmpfilesVerdicts(tmpfiles, pairs.flat());
    const different = pairs.flatMap(([first, second], i) => {
      const [a, b] = [first, second].map((line) => claimOf(sliceOf(line), version));
      const ours = a !== undefined && b !== undefined && a.key === b.key && excludes(a, b);
      const said = theirs[2 * i + 1]?.startsWith('Duplicate line') === true;
      return ours === said ? [] : [`${first} | ${second}: systemd says ${theirs[2 * i + 1] ?? 'nothing'}`];
    });
    expect(different).toEqual([]);
  });
});
