import { isBase64, isFdName } from './credential';
import type { Grammar } from './grammar';
import { eachWord, expanded, withHoles } from './grammar';
import { isFileName } from './path';
import { accepted, fault, firstFault, part, quoted } from './slice';
import { isOpen } from './specifiers';
import { isFault, splitWords } from './words';
import { enumeration, notOneOf } from './words-of';

const ascii = /^\p{ASCII}*$/u;

/** Any text in which specifiers expand. */
export const text: Grammar = withHoles('full', () => accepted);

/** A security label, `-` before it making a failure harmless. */
export const label: Grammar = (value, context) => text(value.text.startsWith('-') ? part(value, 1) : value, context);

export const rebootArgument: Grammar = expanded('full', (value) =>
  ascii.test(value.text) && value.text.length <= 255
    ? accepted
    : fault(value, 'At most 255 ASCII characters are possible here'),
);

/** Documentation=: http, https, file, info and man URIs. */
export const documentation: Grammar = withHoles('full', (value, context) => uris(value, context));

const uris: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) => {
  if (isOpen(word)) return accepted;
  const [, rest] = /^(?:https?:\/\/|file:\/|info:|man:)(.+)$/s.exec(word.text) ?? [];
  if (rest !== undefined && ascii.test(word.text)) return accepted;
  return fault(word, `${quoted(word.text)} is not a URI that starts with https:, http:, file:/, info: or man:`);
});

export const busName: Grammar = expanded('full', (value) => {
  const valid = /^(:[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+|[A-Za-z_-][A-Za-z0-9_-]*(\.[A-Za-z_-][A-Za-z0-9_-]*)+)$/.test(
    value.text,
  );
  return valid && value.text.length <= 255
    ? accepted
    : fault(value, `${quoted(value.text)} is not a bus name such as org.example.Service`);
});

export const fdName: Grammar = expanded('full', (value) =>
  isFdName(value.text) ? accepted : fault(value, `${quoted(value.text)} cannot be the name of a file descriptor`),
);

const longestNamespace = 200;

export const logNamespace: Grammar = expanded('full', (value) => {
  const valid =
    /^[0-9A-Za-z:_.@-]+$/.test(value.text) && isFileName(value.text) && value.text.length <= longestNamespace;
  return valid ? accepted : fault(value, `${quoted(value.text)} cannot be the name of a log namespace`);
});

/** LogFilterPatterns=: a regular expression, `~` before it letting lines through that do not match. */
export const pattern: Grammar = (value) => (value.text === '~' ? fault(value, "A pattern must follow '~'") : accepted);

/** XAttr…=: NAME=VALUE, the name beginning with user. */
export const extendedAttribute: Grammar = withHoles('full', (value) => {
  if (!isOpen(value) && !/^user\.[^=]*=/.test(value.text))
    return fault(value, `${quoted(value.text)} is not user.NAME=VALUE`);
  return accepted;
});

/** ProtectHostname=: a word, and since 258 `:NAME` after it. */
export const protectHostname: Grammar = (value, context) => {
  const colon = value.text.indexOf(':');
  if (colon === -1) return enumeration(value, context);
  const word = part(value, 0, colon);
  const verdict = enumeration(word, context);
  if (!verdict.ok) return verdict;
  if (/^(no|n|0|false|f|off)$/i.test(word.text))
    return fault(word, 'A host name is possible only where the host name is protected');
  return hostName(part(value, colon + 1), context);
};

const hostName: Grammar = expanded('full', (value) => {
  const labels = value.text.split('.');
  const valid =
    value.text.length <= 64 &&
    labels.every((name) => /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name) && name.length <= 63);
  return valid ? accepted : fault(value, `${quoted(value.text)} cannot be a host name`);
});

/** Personality=: architectures that the machine can pretend to be; which those are depends on it. */
export const personality: Grammar = (value, { directive }) =>
  directive.values.includes(value.text) ? accepted : notOneOf(value, directive.values);

/** RootHash=: a path, or at least 16 bytes in hexadecimal. */
export const rootHash: Grammar = (value) => {
  if (value.text.startsWith('/')) return accepted;
  const digits = value.text.replace(/[ \t\n\r]/g, '');
  const valid = /^([0-9a-fA-F]{2})+$/.test(digits) && digits.length >= 32;
  return valid ? accepted : fault(value, 'An absolute path or at least 16 bytes in hexadecimal are expected');
};

export const rootHashSignature: Grammar = (value, { version }) => {
  if (value.text.startsWith('/')) return accepted;
  const data = /^base64:(.*)$/s.exec(value.text)?.[1];
  return data !== undefined && isBase64(data, version)
    ? accepted
    : fault(value, "An absolute path or 'base64:' and data are expected");
};

/** The names of rules of systemd-oomd. */
export const oomRules: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) =>
  isFileName(word.text) && !/[\p{Cc}\\"'*?[]/u.test(word.text)
    ? accepted
    : fault(word, `${quoted(word.text)} cannot be the name of a rule`),
);

export const sessionNames: Grammar = (value) => {
  const words = splitWords(value);
  if (isFault(words)) return words;
  const seen = new Set<string>();
  return firstFault(words, (word) => {
    if (!isFdName(word.text) || /[\\"'*?[]/.test(word.text))
      return fault(word, `${quoted(word.text)} cannot be the name of a session`);
    if (seen.has(word.text)) return fault(word, `${quoted(word.text)} is given twice`);
    seen.add(word.text);
    return accepted;
  });
};
