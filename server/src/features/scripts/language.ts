/** Languages as editors call them, by the program of a first line. */
const INTERPRETERS: Readonly<Record<string, string>> = {
  sh: 'shellscript',
  bash: 'shellscript',
  dash: 'shellscript',
  ksh: 'shellscript',
  zsh: 'shellscript',
  fish: 'fish',
  nu: 'nushell',
  perl: 'perl',
  ruby: 'ruby',
  lua: 'lua',
  node: 'javascript',
  bb: 'clojure',
};

const ENDINGS: Readonly<Record<string, string>> = {
  sh: 'shellscript',
  bash: 'shellscript',
  py: 'python',
  pl: 'perl',
  rb: 'ruby',
  lua: 'lua',
  js: 'javascript',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  ini: 'ini',
  conf: 'ini',
  xml: 'xml',
  html: 'html',
  css: 'css',
  md: 'markdown',
  nix: 'nix',
  service: 'systemd-unit',
};

/** The program that a script's first line names; undefined where it names none. */
export function interpreterOf(text: string): string | undefined {
  const [, path = '', argument = ''] = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text) ?? [];
  const program = path.slice(path.lastIndexOf('/') + 1);
  const named = program === 'env' ? argument : program;
  return named === '' ? undefined : named;
}

/** The language of a generated file: as its first line says, else as its name ends. */
export function languageOf(name: string, text: string): string {
  const program = interpreterOf(text);
  if (program !== undefined) {
    return INTERPRETERS[program] ?? (/^(python|pypy)[\d.]*$/.test(program) ? 'python' : 'plaintext');
  }
  return ENDINGS[name.slice(name.lastIndexOf('.') + 1)] ?? 'plaintext';
}
