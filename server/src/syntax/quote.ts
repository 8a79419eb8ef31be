const KEYWORDS: ReadonlySet<string> = new Set(['if', 'then', 'else', 'assert', 'with', 'let', 'in', 'rec', 'inherit']);

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Whether Nix reserves a word. `or` is none: it may be an attribute name. */
export function isKeyword(name: string): boolean {
  return KEYWORDS.has(name);
}

/** `$${` is text already, so only a brace after an odd number of dollars needs an escape. */
function escapeDollars(whole: string, more: string): string {
  return more.length % 2 === 0 ? `${more}\\\${` : whole;
}

/** A text as a "…" literal; what looks like an interpolation in it becomes text. */
export function quoteString(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (char) => ESCAPED[char] ?? char).replace(/\$(\$*)\{/g, escapeDollars);
  return `"${escaped}"`;
}

/** A name as it is written in an attribute path: in quotes where Nix needs them. */
export function quoteAttrName(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) && !isKeyword(name) ? name : quoteString(name);
}

/** Names as an attribute path. */
export function quoteAttrPath(names: readonly string[]): string {
  return names.map(quoteAttrName).join('.');
}
