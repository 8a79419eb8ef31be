import type { Runtime } from '../nix/runtime';
import { type Lazy, str } from '../nix/value';
import type { Setting } from '../units/configuration';

/** What makes a given value a Nix expression; anything else is a string. */
const EXPRESSION = /^(true|false|null)$|^-?(0|[1-9][0-9]*)(\.[0-9]+)?$|^("|''|\[|\{|\(|\.\/|\/|pkgs\.|lib\.|config\.)/;

/** An option set from outside: `services.foo.port` and `8080`. Names with dots stand in quotes. */
export function setting(
  rt: Runtime,
  scope: Readonly<Record<string, Lazy>>,
  folder: string,
  name: string,
  given: string,
): Setting {
  const path = [...name.matchAll(/"([^"]*)"|[^."]+/g)].map(([word, quoted]) => quoted ?? word);
  const value = EXPRESSION.test(given)
    ? rt.evaluate(given, { uri: `setting:${name}`, folder, scope: new Map(Object.entries(scope)) })
    : str(given);
  return { path, value };
}
