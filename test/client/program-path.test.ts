import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { programPath } from '../../client/src/program-path';

test.each([
  { folders: ['PATH'], expected: ['/bin', '/usr/bin'] },
  { folders: ['PATH', '~/.nix-profile/bin'], expected: ['/bin', '/usr/bin', '/home/ada/.nix-profile/bin'] },
  { folders: ['/opt/nix/bin', 'PATH'], expected: ['/opt/nix/bin', '/bin', '/usr/bin'] },
  { folders: ['/opt/nix/bin', ''], expected: ['/opt/nix/bin'] },
  { folders: [], expected: [] },
])('$folders are searched as $expected', ({ folders, expected }) => {
  const environment = ['/bin', '/usr/bin'].join(delimiter);
  expect(programPath(folders, environment, '/home/ada')).toBe(expected.join(delimiter));
});
