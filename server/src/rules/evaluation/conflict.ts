import { isCertain, problemRule } from './problems';

/** Conflicts with what NixOS itself defines, which say more when they name the option that does so. */
const SCRIPT = /serviceConfig\.(Exec\w+)' has conflicting .*-unit-script-/;
const SEARCH_PATH = /environment\.PATH' has conflicting .*\(systemd\.nix\)/;

/** Two definitions of an option that cannot be merged: NixOS refuses to evaluate. */
export const conflict = problemRule(
  { code: 'conflict', title: 'Conflicting definitions', severity: 'error' },
  ({ code, message }, subject) => {
    const special = SCRIPT.test(message) || SEARCH_PATH.test(message);
    return code === 'conflict' && !special && isCertain(subject) ? message : undefined;
  },
);

/** `script` and ExecStart in one service. */
export const scriptWithCommand = problemRule(
  { code: 'script-with-command', title: 'script beside ExecStart', severity: 'error' },
  ({ code, message }) => {
    const key = code === 'conflict' ? SCRIPT.exec(message)?.[1] : undefined;
    return key && `NixOS makes ${key}= of the service's script already: keep one of the two.`;
  },
);

/** A variable PATH beside the one that NixOS makes. */
export const searchPath = problemRule(
  { code: 'search-path', title: 'PATH set twice', severity: 'error' },
  ({ code, message }) =>
    code === 'conflict' && SEARCH_PATH.test(message)
      ? 'NixOS makes PATH of the option path: list the packages there, or override it with lib.mkForce.'
      : undefined,
);
