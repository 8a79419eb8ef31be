/** `[{ section, name, parser }]` of load-fragment-gperf.gperf.in, its macros expanded and all build options on. */
export function readDirectiveTable(text) {
  const plain = withAllOptions(text.replace(/\{#[\s\S]*?#\}/g, ''));
  const macros = new Map();
  const body = plain.replace(/\{%-? macro (\w+)\(type\) -?%\}([\s\S]*?)\{%-? endmacro -?%\}/g, (_, name, lines) => {
    macros.set(name, lines);
    return '';
  });
  const expanded = body.replace(/\{\{ *(\w+)\('(\w+)'\) *\}\}/g, (_, name, section) =>
    (macros.get(name) ?? '').replaceAll('{{type}}', section),
  );
  const lines = expanded.matchAll(/^(\w+)\.(\w+),\s+(?:config_parse_(\w+)|NULL),\s+(\S+),/gm);
  return [...lines].map(([, section, name, parser = 'install', argument]) => ({
    section,
    name,
    parser,
    ignored: parser === 'warn_compat' && argument !== 'DISABLED_CONFIGURATION',
  }));
}

/** Keeps what is built with an option and drops what stands in for it without. */
function withAllOptions(text) {
  return text.replace(/\{% if [^%]*%\}([\s\S]*?)(?:\{% else %\}[\s\S]*?)?\{% endif %\}/g, '$1');
}
