import { expanded, type Grammar, withHoles } from './grammar';
import { accepted, fault, part, quoted } from './slice';
import { isOpen } from './specifiers';

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

/** LogFilterPatterns=: a regular expression, `~` before it letting lines through that do not match. */
export const pattern: Grammar = (value) => (value.text === '~' ? fault(value, "A pattern must follow '~'") : accepted);

/** XAttr…=: NAME=VALUE, the name beginning with user. */
export const extendedAttribute: Grammar = withHoles('full', (value) => {
  if (!isOpen(value) && !/^user\.[^=]*=/.test(value.text))
    return fault(value, `${quoted(value.text)} is not user.NAME=VALUE`);
  return accepted;
});
