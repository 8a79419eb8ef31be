import type { Entry, Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { assigned, isTrue, placeOf, writtenUnits } from '../unit-entries';

/** What is left in /dev with PrivateDevices= (mount_private_dev in src/core/namespace.c, dev_setup in src/shared/dev-setup.c). */
const LEFT =
  /^\/dev\/(null|zero|full|random|urandom|tty|ptmx|pts(\/.*)?|shm(\/.*)?|mqueue|hugepages|log|console|core|stdin|stdout|stderr|fd(\/.*)?)$/;

/** DeviceAllow= opens a device whose node PrivateDevices= takes away. */
export const hiddenDevice: Rule = {
  code: 'hidden-device',
  title: 'Device that PrivateDevices= hides',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  if (!isTrue(unit, 'Service', 'PrivateDevices')) return [];
  const bound = ['BindPaths', 'BindReadOnlyPaths'].flatMap((key) => assigned(unit, 'Service', key));
  if (bound.some(({ value, holes }) => holes.length > 0 || value.includes('/dev'))) return [];
  return assigned(unit, 'Service', 'DeviceAllow').flatMap((entry) => {
    const device = deviceOf(entry);
    if (device === undefined) return [];
    return report(hiddenDevice, placeOf(entry), unit, {
      message: `PrivateDevices= gives the service a /dev without ${device}, so DeviceAllow= opens nothing. Leave PrivateDevices= out and set DevicePolicy=closed, or bring the device in with BindPaths=.`,
    });
  });
}

function deviceOf({ value, holes }: Entry): string | undefined {
  const [device = ''] = value.trim().split(/\s+/);
  return holes.length === 0 && device.startsWith('/dev/') && !LEFT.test(device) ? device : undefined;
}
