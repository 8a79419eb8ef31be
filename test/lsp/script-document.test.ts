import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScriptView } from '../../server/src/features/scripts/view';
import { compareWorld, type CompareWorld as World } from './compare-world';

const PART = `{
  systemd.services.a.script = ''
    echo one
    echo two
  '';
}
`;

let world: World;
beforeAll(async () => {
  world = await compareWorld({
    files: { 'main.nix': '{ imports = [ ./part.nix ]; }', 'part.nix': PART },
    programs: {},
  });
});
afterAll(() => world?.close());

test('a script leads to its source as it is now, whichever file was edited', async () => {
  const main = await world.open('main.nix');
  const part = await world.open('part.nix');
  /** Where the script's lines were written: the file, the line, and the column. */
  const places = async (): Promise<readonly string[]> => {
    const params = { uri: main, unit: 'a.service', script: 'a-start' };
    const view = await world.client.connection.sendRequest<ScriptView>('nixServices/script', params);
    return view.lines.map(
      ({ uri, range }) => `${uri === part ? 'part' : 'main'} ${range.start.line}:${range.start.character}`,
    );
  };
  const top = { line: 0, character: 0 };
  expect(await places()).toEqual(['part 2:4', 'part 3:4']);
  await world.client.change(part, 2, top, top, '# a comment\n');
  expect(await places()).toEqual(['part 3:4', 'part 4:4']);
  await world.client.change(main, 2, top, top, '# another\n');
  expect(await places()).toEqual(['part 3:4', 'part 4:4']);
  await world.client.change(part, 3, { line: 3, character: 0 }, { line: 3, character: 0 }, '  ');
  expect(await places()).toEqual(['part 3:4', 'part 4:4']);
  await world.client.change(part, 4, { line: 4, character: 0 }, { line: 4, character: 0 }, '  ');
  expect(await places()).toEqual(['part 3:6', 'part 4:6']);
});
