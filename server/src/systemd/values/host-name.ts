import { enumeration } from './enumerations';
import { expanded, type Grammar } from './grammar';
import { accepted, fault, part, quoted } from './slice';

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
