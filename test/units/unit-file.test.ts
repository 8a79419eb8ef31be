import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitText } from '../../server/src/units/text';
import { analyseUnitFile, unitOfPath } from '../../server/src/units/unit-file/analyse';
import { parseUnitFile } from '../../server/src/units/unit-file/parse';
import { repairUnitFile } from '../../server/src/units/unit-file/repair';

const WEB = `# leading
[Unit]
Description=A web \\
  # in between
  server
[Service]
ExecStart = /usr/bin/web --flag  
; another
Environment=A=1
Environment=
half
[Unit]
After=network.target
`;

function analyse(text: string, path = '/etc/systemd/system/web.service') {
  const file = unitOfPath(path);
  if (file === undefined) throw new Error(`${path} is no unit file`);
  return analyseUnitFile(`file://${path}`, path, text, file);
}

describe('a unit file', () => {
  test('is read with continuations, comments, repeated keys and sections', () => {
    const [unit] = analyse(WEB).units;
    expect(unit && unitText(unit).text).toBe(
      '[Unit]\nDescription=A web    server\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/web --flag\nEnvironment=A=1\nEnvironment=\n',
    );
  });

  test('knows where each name and value stands', () => {
    const written = (start: number, end: number): string => WEB.slice(start, end);
    const slots = analyse(WEB).slots.filter(({ role }) => role.set === 'directives');
    expect(slots.map(({ keyOrigin }) => written(keyOrigin.start, keyOrigin.end))).toEqual([
      'Description',
      'ExecStart',
      'Environment',
      'Environment',
      'half',
      'After',
    ]);
    expect(slots[1]?.values.map(({ start, end }) => written(start, end))).toEqual(['/usr/bin/web --flag']);
    expect(slots[4]?.values).toEqual([]);
  });

  test('is told by its path, drop-ins and templates of builds included', () => {
    expect(unitOfPath('/x/web.service')).toEqual({ name: 'web.service', type: 'service', dropIn: false });
    expect(unitOfPath('/x/web.timer.in')).toEqual({ name: 'web.timer', type: 'timer', dropIn: false });
    expect(unitOfPath('/x/web.service.d/more.conf')).toEqual({ name: 'web.service', type: 'service', dropIn: true });
    expect(unitOfPath('/x/web.conf')).toBeUndefined();
    expect(unitOfPath('/x/.service')).toBeUndefined();
  });

  test.each([
    ['/home/user/project/web.service', 'system'],
    ['/etc/systemd/system/web.service', 'system'],
    ['/home/ada/.config/systemd/user/web.service', 'user'],
    ['/etc/systemd/user/web.service.d/more.conf', 'user'],
  ])('at %s is one of the %s', (path, scope) => {
    expect(analyse('[Service]\n', path).units[0]?.scope).toBe(scope);
  });

  test('is left alone when it is one of D-Bus', () => {
    expect(analyse('[D-BUS Service]\nName=org.example\nExec=/bin/x\n').units).toEqual([]);
  });

  test('leaves what a build fills in unknown', () => {
    const [unit] = analyse('[Service]\nExecStart=@web@/bin/web\n', '/x/web.service.in').units;
    expect(unit?.sections[0]?.lines[0]?.holes).toEqual([{ start: 0, end: 5, why: '@web@' }]);
  });

  test('gets a name on the empty line that is being written, and nowhere else', () => {
    expect(repairUnitFile('[Unit]\n\n', 7)).toBe('[Unit]\n_\n');
    expect(repairUnitFile('[Unit]\nAf\n', 9)).toBe('[Unit]\nAf\n');
  });

  test('whatever its text, is read, and what was read reads the same when written again', () => {
    const line = fc.oneof(
      fc.constantFrom('[Unit]', '[Service]', '', '#c', 'Key=value', 'Key = a b ', '=', '[', ']', 'x\\', '\\', 'A=\\'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const parsed = parseUnitFile(lines.join('\n'));
        const plain = parsed
          .filter(({ name }) => /^\w+$/.test(name))
          .map(({ name, assignments }) => ({
            name,
            pairs: assignments
              .filter(({ key, valueSpan }) => /^\w+$/.test(key) && valueSpan !== undefined)
              .map(({ key, value }) => [key, value]),
          }));
        const written = plain
          .map(({ name, pairs }) => `[${name}]\n${pairs.map(([key, value]) => `${key}=${value}\n`).join('')}`)
          .join('');
        const again = parseUnitFile(written).map(({ name, assignments }) => ({
          name,
          pairs: assignments.map(({ key, value }) => [key, value]),
        }));
        const continues = plain.some(({ pairs }) => pairs.some(([, value]) => value?.endsWith('\\')));
        if (!continues) expect(again).toEqual(plain);
      }),
    );
  });
});
