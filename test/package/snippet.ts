/** What a snippet of VS Code inserts when all of its tab stops are left as they are. */
export function expand(body: readonly string[]): string {
  const defaults = new Map<string, string>();
  return body.join('\n').replace(/\\([$}\\])|\$\{(\d+):([^{}]*)\}|\$\{(\d+)\|([^{}|]*)\|\}|\$(\d+)/g, (...match) => {
    const [, escaped, stop, text, choiceStop, choices, plain] = match as (string | undefined)[];
    if (escaped !== undefined) return escaped;
    if (plain !== undefined) return defaults.get(plain) ?? '';
    const value = text ?? choices?.split(',')[0] ?? '';
    defaults.set(stop ?? choiceStop ?? '', value);
    return value;
  });
}
