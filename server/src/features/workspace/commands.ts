import type { Scope } from '../../units/model';
import type { Found } from './literals';
import { unitName } from './unit-name';

/** A unit that a command names. */
export interface CommandUnit extends Found {
  /** With its ending, which the command may leave out. */
  readonly name: string;
  readonly scope: Scope | undefined;
}

const WORD = '[A-Za-z0-9_.:@\\\\-]+';
/** A word ends here: what goes on is computed by the shell. */
const END = '(?=$|[\\s;&|()<>"\'`])';

/** Commands of systemctl that take units (systemctl(1)). */
const VERBS = [
  ...['start', 'stop', 'reload', 'restart', 'try-restart', 'reload-or-restart', 'try-reload-or-restart', 'isolate'],
  ...['kill', 'clean', 'freeze', 'thaw', 'is-active', 'is-failed', 'status', 'show', 'cat', 'reset-failed'],
  ...['list-dependencies', 'enable', 'disable', 'reenable', 'mask', 'unmask', 'edit', 'is-enabled', 'set-property'],
].join('|');

const SYSTEMCTL = new RegExp(
  `(?:^|[^\\w.-])systemctl(?:\\(["'])?((?:[ \\t]+--?[\\w-]+(?:=[\\w.:@/-]+)?)*)[ \\t]*(?:${VERBS})((?:[ \\t]+${WORD}${END})+)`,
  'g',
);
const JOURNALCTL = new RegExp(`journalctl\\b[^\\n;|&]*?\\s(-u|--unit|--user-unit)[= ]?["']?(${WORD})${END}`, 'g');
/** The functions of NixOS's test driver that take a unit (nixos/lib/test-driver). */
const TEST_DRIVER = new RegExp(
  `\\.(?:wait_for_unit|require_unit_state|get_unit_info|get_unit_property|start_job|stop_job)\\(\\s*(["'])(${WORD})\\1\\s*([,)])`,
  'g',
);

/** A text without any of these names no unit in a command. */
const COMMAND = /systemctl|journalctl|_unit|_job/;

function unit(text: string, start: number, scope: Scope | undefined): readonly CommandUnit[] {
  const name = unitName(text) === undefined ? `${text}.service` : text;
  return unitName(name) === undefined ? [] : [{ text, name, start, end: start + text.length, scope }];
}

/** The units that systemctl, journalctl and tests of NixOS name in a script; only what is written as it is. */
export function commandUnits(script: string): readonly CommandUnit[] {
  if (!COMMAND.test(script)) return [];
  return [
    ...[...script.matchAll(SYSTEMCTL)].flatMap((found) => {
      const [whole, options = '', list = ''] = found;
      const scope = /--user\b/.test(options + list) ? 'user' : 'system';
      const first = found.index + whole.length - list.length;
      return [...list.matchAll(/\S+/g)].flatMap((word) =>
        word[0].startsWith('-') ? [] : unit(word[0], first + word.index, scope),
      );
    }),
    ...[...script.matchAll(JOURNALCTL)].flatMap((found) => {
      const [whole, option, name = ''] = found;
      const scope = option === '--user-unit' || /--user\b/.test(whole) ? 'user' : 'system';
      return unit(name, found.index + whole.length - name.length, scope);
    }),
    ...[...script.matchAll(TEST_DRIVER)].flatMap((found) => {
      const [whole, quote = '', name = '', after] = found;
      const start = found.index + whole.indexOf(quote + name + quote) + 1;
      return unit(name, start, after === ')' ? 'system' : undefined);
    }),
  ];
}
