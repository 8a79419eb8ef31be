import type { Constant } from './constant';
import type { Pin } from './pin';
import type { NoSource } from './source';

/** Reads a pin's attributes; names of those that are set to something unknown. */
export interface AttributeReader {
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string, otherwise: boolean) => boolean;
  readonly texts: (name: string) => readonly string[];
  /** Set, to whatever. */
  readonly has: (name: string) => boolean;
}

function value(pin: Pin, name: string): Constant | undefined {
  return pin.attributes.get(name)?.value;
}

/** Truth as nixpkgs' fetchers take it for their switches: `true`, or text or a list that is not empty. */
export function isSet(pin: Pin, name: string): boolean {
  const found = value(pin, name);
  if (typeof found === 'string' || Array.isArray(found)) return found.length > 0;
  return found === true;
}

/** Reads the attributes of a pin as texts and switches. */
export function attributeReader(pin: Pin): AttributeReader {
  return {
    text: (name) => {
      const found = value(pin, name);
      if (typeof found === 'number') return String(found);
      return typeof found === 'string' ? found : undefined;
    },
    flag: (name, otherwise) => {
      const found = value(pin, name);
      return typeof found === 'boolean' ? found : otherwise;
    },
    texts: (name) => {
      const found = value(pin, name);
      return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
    },
    has: (name) => pin.attributes.has(name) && value(pin, name) !== null,
  };
}

/** The first of the named attributes whose value is not known here. */
export function firstUnknown(pin: Pin, names: readonly string[]): NoSource | undefined {
  if (pin.open) return { kind: 'unknown', message: `the arguments of ${pin.fetcher.name} are not known here` };
  const name = names.find((candidate) => pin.attributes.has(candidate) && value(pin, candidate) === undefined);
  return name === undefined
    ? undefined
    : { kind: 'unknown', message: `${name} of ${pin.fetcher.name} is not known here` };
}
