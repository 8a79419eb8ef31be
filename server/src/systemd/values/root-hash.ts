import { isBase64 } from './credential';
import type { Grammar } from './grammar';
import { accepted, fault } from './slice';

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
