import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CompareWorld, compareWorld } from './compare-world';

const HASH = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz';

let world: CompareWorld;
beforeAll(async () => {
  world = await compareWorld({
    files: {
      'demo.nix': '{ systemd.services.demo.script = "true"; }',
      'both.nix': '{ systemd.services.mine.script = "true"; systemd.user.services.mine.script = "true"; }',
      'system.nix': `{ systemd.services.told.serviceConfig.ExecStart = "\${pkgs.hello}/bin/hello"; }`,
      'user.nix': '{ systemd.user.services.mine.Service.ExecStart = "/bin/true"; }',
      'early.nix': '{ boot.initrd.systemd.services.early.script = "true"; }',
      'raw.service': '[Service]\nExecStart=/bin/true\n',
      '.config/systemd/user/mine.service': '[Service]\nExecStart=/bin/false\n',
    },
    programs: {
      systemctl: `printf '%s\\n' "$*" >> $CALLS
case "$*" in
  *told.service) printf '# /etc/systemd/system/told.service\\n[Service]\\nExecStart=/nix/store/${HASH}-hello-2.12/bin/hello\\n\\n# /etc/systemd/system/told.service.d/x.conf\\n[Service]\\nNice=1\\n' ;;
  *) echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2; exit 1 ;;
esac`,
    },
  });
});
afterAll(() => world?.close());

test('a unit is compared with the files that systemctl tells', async () => {
  const uri = await world.open('system.nix');
  expect(await world.compare({ uri, with: 'deployed' })).toEqual({
    kind: 'compared',
    unit: 'told.service',
    scope: 'system',
    title: 'told.service: deployed ↔ preview (store hashes hidden)',
    text: '[Service]\nExecStart=/nix/store/…-hello/bin/hello\n\n# /etc/systemd/system/told.service.d/x.conf\n[Service]\nNice=1\n',
  });
  expect(world.calls()).toEqual(['--no-pager cat -- told.service']);
});

test('where systemd does not run, with the file where it would look', async () => {
  const uri = await world.open('user.nix');
  expect(await world.compare({ uri, with: 'deployed' })).toMatchObject({ text: '[Service]\nExecStart=/bin/false\n' });
  expect(world.calls()).toEqual(['--user --no-pager cat -- mine.service']);
});

test('which manager is meant is asked for', async () => {
  const uri = await world.open('both.nix');
  expect(await world.compare({ uri, with: 'deployed' })).toEqual({
    kind: 'choose',
    what: 'unit',
    choices: [
      { label: 'mine.service', unit: 'mine.service', scope: 'system' },
      { label: 'mine.service (user)', unit: 'mine.service', scope: 'user' },
    ],
  });
  expect(await world.compare({ uri, with: 'deployed', unit: 'mine.service', scope: 'user' })).toMatchObject({
    text: '[Service]\nExecStart=/bin/false\n',
  });
});

test.each([
  ['demo.nix', 'demo.service is not deployed on this machine.'],
  ['early.nix', 'early.service is a unit of the initrd, which is gone once the system runs.'],
  ['raw.service', 'raw.service is not deployed on this machine.'],
])('a unit of %s is not there', async (file, message) => {
  const uri = await world.open(file);
  expect(await world.compare({ uri, with: 'deployed' })).toEqual({ kind: 'failed', message, logged: false });
});

test('where nothing is trusted, no program runs', async () => {
  const other = await compareWorld({
    files: {
      'user.nix': '{ systemd.user.services.mine.Service.ExecStart = "/bin/true"; }',
      '.config/systemd/user/mine.service': 'x\n',
    },
    programs: { systemctl: 'echo called >> $CALLS' },
    trusted: false,
  });
  const uri = await other.open('user.nix');
  expect(await other.compare({ uri, with: 'deployed' })).toMatchObject({ kind: 'compared', text: 'x\n' });
  expect(other.calls()).toEqual([]);
  await other.close();
});
