import type { Choices, FileChoices } from '../../features/view';

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The members of an object that a test accepts; whatever else is there is passed over. */
function members<T>(value: unknown, accept: (member: unknown) => member is T): ReadonlyMap<string, T> {
  return new Map(
    entries(value).flatMap(([name, member]): (readonly [string, T])[] => (accept(member) ? [[name, member]] : [])),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

function fileChoices(value: unknown): FileChoices {
  const given = new Map(entries(value));
  const context = given.get('context');
  return {
    ...(context === null || isText(context) ? { context } : {}),
    options: members(given.get('options'), isText),
    conditions: members(given.get('conditions'), isBoolean),
  };
}

/** Reads what a client says that the user chose; whatever is malformed is passed over. */
export function parseChoices(value: unknown): Choices {
  const given = new Map(entries(value));
  return {
    hosts: members(given.get('hosts'), isText),
    files: new Map(entries(given.get('files')).map(([uri, own]) => [uri, fileChoices(own)])),
  };
}
