import { parseExecLine } from '../../systemd/values/exec-line';
import type { Entry, Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { assigned, isAssigned, knownValue, placeOf, writtenUnits } from '../unit-entries';

const HOMES = /^\/(home|root|run\/user)(\/|$)/;
/** Directives that bring files back into the service's view. */
const BOUND = ['BindPaths', 'BindReadOnlyPaths', 'RootDirectory', 'RootImage', 'TemporaryFileSystem', 'MountImages'];
const COMMANDS = ['ExecStartPre', 'ExecStart', 'ExecStartPost'];

/** ProtectHome= hides /home, /root and /run/user, and something that the service starts with lies there (systemd.exec(5)). */
export const hiddenHome: Rule = {
  code: 'hidden-home',
  title: 'Path that ProtectHome= hides',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const mode = knownValue(unit, 'Service', 'ProtectHome');
  if (mode === undefined || !/^(true|yes|1|on|y|t|tmpfs)$/i.test(mode)) return [];
  if (BOUND.some((key) => isAssigned(unit, 'Service', key))) return [];
  return [...folders(unit), ...programs(unit)].flatMap(({ entry, path }) =>
    report(hiddenHome, placeOf(entry), unit, {
      message: `${entry.key}= is at ${path}, which ProtectHome=${mode} hides from the service. Bring it back with BindPaths=, or use ProtectHome=read-only.`,
    }),
  );
}

interface Hidden {
  readonly entry: Entry;
  readonly path: string;
}

function folders(unit: Unit): readonly Hidden[] {
  const entries = [
    ...assigned(unit, 'Service', 'WorkingDirectory').slice(-1),
    ...assigned(unit, 'Service', 'ReadWritePaths'),
  ];
  return entries
    .filter(({ holes }) => holes.length === 0)
    .flatMap((entry) => {
      const path = entry.value
        .trim()
        .split(/\s+/)
        .find((word) => HOMES.test(word));
      return path === undefined ? [] : [{ entry, path }];
    });
}

/** Programs themselves; a command with `+` sees all files. */
function programs(unit: Unit): readonly Hidden[] {
  return COMMANDS.flatMap((key) => assigned(unit, 'Service', key)).flatMap((entry) => {
    const hidden = parseExecLine(entry.value).find(
      ({ prefixes, program }) => !/[+-]/.test(prefixes.text) && HOMES.test(program.text),
    );
    return hidden === undefined ? [] : [{ entry, path: hidden.program.text }];
  });
}
