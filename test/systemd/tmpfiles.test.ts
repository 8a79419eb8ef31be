import { describe, expect, test } from 'vitest';
import { checkTmpfilesLine } from '../../server/src/systemd/tmpfiles/check';
import { sliceOf } from '../../server/src/systemd/values/slice';
import { type ToolName, tool } from '../support/tools';
import { PASSED_OVER, tmpfilesLines, tmpfilesVerdicts } from './support/tmpfiles';

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
});
