import { expect, test } from 'vitest';
import { findingsIn } from '../support/findings';

const TEXT = `{
  systemd.services.a.serviceConfig = {
    Type = "oneshot";
    ExecStart = "/bin/a";
    RestartForceExitStatus = 3;
    MemoryLimit = "1G";
    ProtectHostname = "private";
    RestartSteps = 3;
    RestartMaxDelaySec = "1m";
  };
  systemd.user.services.b.serviceConfig = {
    ExecStart = "/bin/b";
    DynamicUser = true;
  };
}
`;

/** The findings about one file, as lines of `code` and what is underlined. */
async function judged(systemd: number): Promise<readonly string[]> {
  const found = await findingsIn(TEXT, { systemd });
  return found.map(({ code, origin }) => `${code} ${TEXT.slice(origin.start, origin.end)}`);
}

test('one file is judged for each version by what that version does', async () => {
  expect(await judged(252)).toEqual([
    'refused-combination 3',
    'invalid-value private',
    'newer-directive RestartSteps',
    'newer-directive RestartMaxDelaySec',
    'not-for-user-units true',
  ]);
  expect(await judged(262)).toEqual([
    'ignored-directive MemoryLimit',
    'refused-combination true',
    'not-for-user-units true',
  ]);
});
