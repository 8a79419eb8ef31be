/** Words of systemd's string tables by name: `static const char* const NAME_table[…] = { [X] = "word", … }`. */
export function readStringTables(files) {
  const tables = new Map();
  for (const text of files) {
    for (const [, name, body] of text.matchAll(/const char ?\* ?const (\w+)_table\[[^\]]*\] = \{([\s\S]*?)\n\};/g)) {
      const words = body.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/\[[^\]]+\]\s*=\s*"([^"]*)"/g);
      tables.set(
        name,
        [...words].map(([, word]) => word),
      );
    }
  }
  return tables;
}
