import type { Verdict } from '../types';
import { unescapeAll } from './escapes';
import type { Grammar } from './grammar';
import { isFileName } from './path';
import { accepted, fault, part, quoted, type Slice } from './slice';
import { expand, isOpen } from './specifiers';
import { isFault, nextWord } from './words';

/** A file descriptor's name: printable ASCII without a colon, at most 255 characters. */
export function isFdName(text: string): boolean {
  return /^[ -9;-~]{0,255}$/.test(text);
}

function isName(text: string): boolean {
  return isFileName(text) && isFdName(text);
}

interface Named {
  readonly name: Slice;
  readonly rest: Slice | undefined;
}

/** `NAME:REST`; the name with its specifiers expanded. */
function splitName(value: Slice, version: number): Named | Verdict {
  const first = nextWord(value, 0, { separators: ':', keepEmpty: true });
  if (first === undefined || isFault(first)) return first ?? fault(value, 'The name of a credential is missing');
  const name = expand(first.word, 'full', version);
  if (isFault(name)) return name;
  const rest = first.rest === undefined ? undefined : part(value, first.rest);
  return { name, rest: rest?.text === '' ? undefined : rest };
}

function checkName(name: Slice): Verdict {
  if (isOpen(name) || isName(name.text)) return accepted;
  return fault(name, `${quoted(name.text)} cannot be the name of a credential`);
}

/** The first version that reads `-` and `_` as `+` and `/` in base 64. */
const urlAlphabetSince = 254;

/** Whether a text is base 64, white space aside, with nothing in the bits that the end does not need. */
export function isBase64(text: string, version: number): boolean {
  const digits = text.replace(/[ \t\n\r]/g, '');
  const plain = version >= urlAlphabetSince ? digits.replaceAll('-', '+').replaceAll('_', '/') : digits;
  return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/.test(plain);
}

/** SetCredential= and SetCredentialEncrypted=: NAME:DATA. */
export const setCredential: Grammar = (value, { directive, version }) => {
  const named = splitName(value, version);
  if ('ok' in named) return named;
  if (named.rest === undefined) return fault(value, 'A credential is NAME:DATA');
  const verdict = checkName(named.name);
  if (!verdict.ok) return verdict;
  if (directive.name.endsWith('Encrypted')) {
    return isBase64(named.rest.text, version) ? accepted : fault(named.rest, 'Encrypted data must be in base 64');
  }
  const data = unescapeAll(named.rest, true);
  return isFault(data) ? data : accepted;
};

/** LoadCredential=: NAME[:PATH], the path absolute or the name of a credential passed to systemd. */
export const loadCredential: Grammar = (value, { version }) => {
  const named = splitName(value, version);
  if ('ok' in named) return named;
  const verdict = checkName(named.name);
  if (!verdict.ok || named.rest === undefined) return verdict;
  const path = expand(named.rest, 'full', version);
  if (isFault(path) || isOpen(path)) return isFault(path) ? path : accepted;
  if (path.text.startsWith('/') ? isNormal(path.text) : isName(path.text)) return accepted;
  return fault(named.rest, `${quoted(path.text)} is neither an absolute path nor the name of a credential`);
};

/** No `.`, `..` and double slashes. */
function isNormal(text: string): boolean {
  const names = text.slice(1).split('/');
  return names.every((name, i) => name !== '.' && name !== '..' && (name !== '' || i === names.length - 1));
}

/** ImportCredential=: NAME or PREFIX*, and since 256 a name to give it. */
export const importCredential: Grammar = (value, { version }) => {
  const named = splitName(value, version);
  if ('ok' in named) return named;
  const { name, rest } = named;
  const glob = /[*?[\]]/.exec(name.text)?.index ?? name.text.length;
  const prefix = name.text.slice(0, glob);
  const tail = name.text.slice(glob);
  const valid = tail === '' ? isName(prefix) : tail === '*' && (prefix === '' || isName(prefix));
  if (!isOpen(name) && !valid)
    return fault(name, `${quoted(name.text)} is not the name of a credential, or its beginning and a *`);
  if (rest === undefined || isName(rest.text)) return accepted;
  return fault(rest, `${quoted(rest.text)} cannot be the name of a credential`);
};
