/** A file that a test of home-manager compares: its path in the generated home, and the path of the file that it should equal. */
export interface ExpectedFile {
  readonly actual: string;
  readonly expected: string;
}

type Variables = ReadonlyMap<string, string>;

/** A quoted piece, a command in `$(…)`, blanks, or anything else up to the next of these. */
const PIECE = /"(?<double>[^"]*)"|'(?<single>[^']*)'|\$\((?<command>[^()]*)\)|(?<blank>\s+)|(?<plain>[^\s"'$]+|\$)/g;

/** A text with the values of its variables; `$(normalizeStorePaths FILE)` is FILE. */
function expanded(text: string, variables: Variables): string {
  return text
    .replace(/\$\((?:normalizeStorePaths|realpath)\s+([^()]*)\)/g, (_whole, file: string) =>
      words(file, variables).join(''),
    )
    .replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables.get(name) ?? whole);
}

/** The words of a simple command. */
function words(command: string, variables: Variables): readonly string[] {
  const found: string[] = [''];
  for (const { 0: whole, groups } of command.matchAll(PIECE)) {
    if (groups?.blank === undefined) found.push(`${found.pop() ?? ''}${groups?.single ?? groups?.double ?? whole}`);
    else found.push('');
  }
  return found.filter((word) => word !== '').map((word) => expanded(word, variables));
}

/** The comparisons of whole files (`assertFileContent ACTUAL EXPECTED`) that a test's script makes. */
export function expectedFiles(script: string): readonly ExpectedFile[] {
  const variables = new Map<string, string>([['TESTED', '']]);
  const found: ExpectedFile[] = [];
  for (const line of script.replace(/\\\n/g, ' ').split('\n')) {
    const [first = '', actual, expected] = words(line.trim(), variables);
    const [, name, value] = /^(\w+)=(.*)$/.exec(first) ?? [];
    if (name !== undefined && value !== undefined) variables.set(name, value);
    if (first !== 'assertFileContent' || actual === undefined || expected === undefined) continue;
    found.push({ actual: actual.replace(/^\/+/, ''), expected });
  }
  return found;
}
