import type { Scope } from '../../units/model';

/** The parts of a unit's name: `foo@bar.service` is `foo`, an instance `bar`, and `service`. */
export interface UnitName {
  /** What comes before the `@`, or before the type. */
  readonly base: string;
  /** Empty for a template; undefined for a unit that is neither a template nor an instance of one. */
  readonly instance: string | undefined;
  readonly type: string;
}

const CHARACTERS = '[0-9A-Za-z:_.\\\\%@-]+';
const TYPES = 'service|socket|timer|path|target|mount|automount|slice|swap|scope|device';

/** A unit's name with its ending and nothing around it (systemd.unit(5)). */
const WHOLE = new RegExp(`^(${CHARACTERS})\\.(${TYPES})$`);

/** A text that may mention a unit, a user or a group: what is worth more than a look. */
const MENTION = new RegExp(
  [
    'systemd|system\\.services|portableService|systemctl|journalctl|_for_unit|_job\\(',
    'users\\.(?:users|groups)|\\busers\\s*=',
    '[\\w@:-]\\.(?:service|socket|timer|target|mount|automount|slice|swap)\\b|\\w\\.(?:path|scope|device)["\']',
  ].join('|'),
);

/** What a name is made of; undefined for a text that is no unit's name. */
export function unitName(text: string): UnitName | undefined {
  const [, stem, type] = WHOLE.exec(text) ?? [];
  if (stem === undefined || type === undefined || stem.startsWith('@') || text.length > 255) return undefined;
  const at = stem.indexOf('@');
  return at === -1
    ? { base: stem, instance: undefined, type }
    : { base: stem.slice(0, at), instance: stem.slice(at + 1), type };
}

/** Whether a text can define or name a unit, a user or a group at all. */
export function mentionsAnything(text: string): boolean {
  return MENTION.test(text);
}

/** The template that a name is an instance of, such as `foo@.service`; undefined for any other name. */
export function templateOf(name: string): string | undefined {
  const parts = unitName(name);
  return parts?.instance === undefined || parts.instance === '' ? undefined : `${parts.base}@.${parts.type}`;
}

/** Whether two names can mean one unit: where a scope is not known it may be any. */
export function sameScope(a: Scope | undefined, b: Scope | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
