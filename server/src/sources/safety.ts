/** A value that is not passed on, and why, in one line. */
export interface Refusal {
  readonly kind: 'refused';
  readonly message: string;
}

/** Why something is not done, in a line. */
export function refuse(message: string): Refusal {
  return { kind: 'refused', message };
}

/** A text for a message: control characters visible, and not endless. */
export function shown(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return JSON.stringify(short);
}

/** Schemes without protection against whoever is on the way, or that read this machine's own files. */
const INSECURE = new Set(['http:', 'ftp:', 'git:', 'file:']);

// What RFC 3986 does not allow in an address.
const FOREIGN = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;

/** An address that may be handed to a tool: `https:`, or `http:`, `ftp:`, `git:` and `file:` where insecure sources are allowed. */
export function safeUrl(text: string, allowInsecure: boolean): URL | Refusal {
  const foreign = FOREIGN.exec(text);
  if (foreign !== null)
    return refuse(`the address holds ${JSON.stringify(foreign[0])}, which no address may: ${shown(text)}`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refuse(`not an address that can be fetched: ${shown(text)}`);
  }
  if (url.protocol === 'https:') return url;
  if (!INSECURE.has(url.protocol)) return refuse(`${url.protocol} addresses are not fetched: ${shown(text)}`);
  if (!allowInsecure) return refuse(`only https: sources are fetched unless insecure ones are allowed: ${shown(text)}`);
  return url;
}

// git-check-ref-format(1), and nothing that git reads as an option, a range or a reflog.
const REV = /^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u;

/** A revision, branch or tag that may be handed to git. */
export function safeRev(rev: string): string | Refusal {
  const allowed = REV.test(rev) && !rev.includes('..') && !rev.includes('@{') && rev.length <= 250;
  return allowed ? rev : refuse(`not a revision that git could have: ${shown(rev)}`);
}

/** A part of an address, such as an owner or a version: no separator of addresses and nothing that climbs. */
export function safeSegment(what: string, text: string): string | Refusal {
  const allowed = /^[A-Za-z0-9._~+@=,-]+$/.test(text) && !/^\.+$/.test(text);
  return allowed ? text : refuse(`not a ${what} that an address can hold: ${shown(text)}`);
}

/** Whether a result is a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';
}
