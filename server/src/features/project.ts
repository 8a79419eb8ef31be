import ignore from 'ignore';
import type { FileSystem } from '../base/host';
import { filePath } from '../base/uri';
import { foldersAround, inFolder } from '../nix/paths';
import { RULES } from '../rules/registry';

/** The file that says what a project does not want to hear of. */
const PROJECT_FILE = '.nix-services.json';

const CODES: ReadonlySet<string> = new Set(RULES.map(({ code }) => code));

/** Codes to pass over, in files that a pattern as in a `.gitignore` takes in; everywhere when there are no patterns. */
interface Passed {
  readonly codes: readonly string[];
  readonly files: readonly string[] | undefined;
}

/** What a project file says, or what is wrong with it in one line. */
export type Project =
  | { readonly ok: true; readonly passed: readonly Passed[] }
  | { readonly ok: false; readonly message: string };

function strings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words: readonly unknown[] = value;
  const found = words.filter((word) => typeof word === 'string');
  return found.length === words.length ? found : undefined;
}

function entries(value: unknown): ReadonlyMap<string, unknown> | undefined {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return plain ? new Map(Object.entries(value)) : undefined;
}

function wrong(message: string): Project {
  return { ok: false, message };
}

/** Reads a project file: `{ "ignore": ["CODE"], "overrides": [{ "files": ["tests/"], "ignore": ["CODE"] }] }`. */
export function parseProject(text: string, codes: ReadonlySet<string>): Project {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong('is not valid JSON');
  }
  const root = entries(json);
  if (root === undefined) return wrong('has to be an object');
  const stranger = [...root.keys()].find((name) => name !== 'ignore' && name !== 'overrides');
  if (stranger !== undefined) return wrong(`has no setting '${stranger}'; it has 'ignore' and 'overrides'`);
  const overrides: unknown = root.get('overrides') ?? [];
  if (!Array.isArray(overrides)) return wrong("'overrides' has to be a list");
  const passed: Passed[] = [];
  for (const [index, part] of [{ ignore: root.get('ignore') ?? [] }, ...overrides].entries()) {
    const fields = entries(part);
    const listed = strings(fields?.get('ignore'));
    const files = strings(fields?.get('files'));
    if (listed === undefined) return wrong("'ignore' has to be a list of codes");
    if (index > 0 && files === undefined) return wrong("each of 'overrides' needs 'files', a list of patterns");
    const unknown = listed.find((code) => !codes.has(code));
    if (unknown !== undefined) return wrong(`there is no finding called '${unknown}'`);
    passed.push({ codes: listed, files });
  }
  return { ok: true, passed };
}

/** The nearest project file around a path, with its text. */
function findProject(files: FileSystem, path: string): { readonly folder: string; readonly text: string } | undefined {
  for (const folder of foldersAround(path)) {
    const text = files.readText(inFolder(folder, PROJECT_FILE));
    if (text !== undefined) return { folder, text };
  }
  return undefined;
}

/** What the project file above a document says to pass over in it; `report` is told of a wrong file. */
export function projectIgnores(
  files: FileSystem,
  uri: string,
  report: (path: string, message: string) => void,
): ReadonlySet<string> {
  const path = filePath(uri);
  const found = path === undefined ? undefined : findProject(files, path);
  if (path === undefined || found === undefined) return new Set();
  const project = parseProject(found.text, CODES);
  if (!project.ok) {
    report(inFolder(found.folder, PROJECT_FILE), project.message);
    return new Set();
  }
  const relative = path.slice(found.folder === '/' ? 1 : found.folder.length + 1);
  const meant = project.passed.filter(
    (one) =>
      one.files === undefined ||
      ignore()
        .add([...one.files])
        .ignores(relative),
  );
  return new Set(meant.flatMap((one) => one.codes));
}
