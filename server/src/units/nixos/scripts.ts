import type { Origin } from '../../base/span';
import { storeString, unknownStorePath } from '../../nix/store-copy';
import { concatStrings } from '../../nix/text';
import { type NixString, str } from '../../nix/value';
import type { NixosWorld } from './world';

/** The options that become scripts, with the ending of the script's name and the directive that runs it. */
export const PHASES = [
  { option: 'preStart', phase: 'pre-start', directive: 'ExecStartPre', list: true },
  { option: 'script', phase: 'start', directive: 'ExecStart', list: false },
  { option: 'postStart', phase: 'post-start', directive: 'ExecStartPost', list: true },
  { option: 'reload', phase: 'reload', directive: 'ExecReload', list: false },
  { option: 'preStop', phase: 'pre-stop', directive: 'ExecStop', list: false },
  { option: 'postStop', phase: 'post-stop', directive: 'ExecStopPost', list: false },
] as const;

/** The file name of a unit's script: `@` becomes `_`, a backslash is doubled and each becomes `-`. */
function scriptName(unit: string, phase: string): string {
  return `${unit}-${phase}`.replaceAll('\\', '--').replaceAll('@', '_');
}

const STRICT_HEADER = 'set -o errexit\nset -o nounset\nset -o pipefail\n\n';

/** The path of the script that a text becomes; the text goes with it (nixos/lib/systemd-lib.nix, `makeJobScript`). */
export function jobScript(
  world: NixosWorld,
  unit: string,
  phase: string,
  text: NixString,
  strict: boolean,
  origin: Origin | undefined,
): NixString {
  const name = scriptName(unit, phase);
  const object = unknownStorePath(`unit-script-${name}`);
  const shell = storeString({ path: unknownStorePath('bash'), encoded: unknownStorePath('bash') });
  const body = strict
    ? [str('#!'), shell, str(`/bin/bash\n${STRICT_HEADER}`), text, str('\n')]
    : [str('#!'), shell, str('/bin/bash\nset -e\n\n'), text, str('\n\n')];
  const content = concatStrings(world.ctx.rt, body);
  const subpath = `/bin/${name}`;
  const file = { name, text: content, executable: true, subpath, ...(origin === undefined ? {} : { origin }) };
  const path = storeString({ path: object, encoded: object, file }, `${object}\n${content.text}`);
  return concatStrings(world.ctx.rt, [path, str(subpath)]);
}
