/** JSON with one entry of each table a line, so that changes of data read well in a diff. */
export function linesOf(data) {
  const parts = Object.entries(data).map(([key, value]) => {
    const plain = value === null || typeof value !== 'object';
    if (plain || (Array.isArray(value) && value.every((item) => typeof item !== 'object'))) {
      return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    }
    if (Array.isArray(value)) {
      return `${JSON.stringify(key)}: [\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
    }
    const lines = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${JSON.stringify(item)}`);
    return `${JSON.stringify(key)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** A record without what is undefined, null or empty. */
export function withoutEmpty(record) {
  const kept = ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(record).filter(kept));
}
