import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';

/** A source file and what it imports, by paths from the repository's root with `/`. */
export interface Module {
  readonly path: string;
  readonly imports: readonly string[];
}

/** The layers of server/src; a module may import those before its own. The last two stand beside each other. */
export const LAYERS: readonly string[] = [
  'base',
  'store',
  'syntax',
  'nix',
  'modules',
  'systemd',
  'sources',
  'units',
  'rules',
  'features',
  'lsp',
  'cli',
];

/** Layers that may import less than what is before them. */
const ONLY: Readonly<Record<string, readonly string[]>> = { store: ['base'], systemd: ['base'] };

/** Layers that run in Node alone. The others make the core, which runs in a browser as well. */
const NODE_LAYERS: readonly string[] = ['lsp', 'cli'];

export const CORE: readonly string[] = LAYERS.filter((layer) => !NODE_LAYERS.includes(layer));

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm;

/** The specifiers that a text imports: static, dynamic, re-exported, of types. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[2] as string);
}

/** Reads all TypeScript files below a folder of the repository. */
export function readModules(root: string, folder: string): readonly Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .map((path) => ({ path, imports: importsOf(readFileSync(join(root, path), 'utf8')) }));
}

function layerOf(path: string): string | undefined {
  return /^server\/src\/([^/]+)\//.exec(path)?.[1];
}

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] as string);

function breach(module: Module, layer: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    if (specifier === 'vscode' || specifier.startsWith('vscode-languageclient'))
      return 'the server does not know VS Code';
    if (CORE.includes(layer) && isBuiltin(specifier)) return "the core uses no built-in module of Node's";
    return undefined;
  }
  const target = posix.join(posix.dirname(module.path), specifier);
  if (target.startsWith('client/')) return 'the server does not know the client';
  const other = layerOf(`${target}/`);
  if (other === undefined || other === layer) return undefined;
  const allowed = CORE.includes(layer) ? (ONLY[layer] ?? CORE.slice(0, CORE.indexOf(layer))) : LAYERS;
  return allowed.includes(other) ? undefined : `${layer} may not import ${other}`;
}

/** What breaks the order of the layers, one line each. */
export function breaches(modules: readonly Module[]): readonly string[] {
  return modules.flatMap((module) => {
    const layer = layerOf(module.path);
    if (layer === undefined || !LAYERS.includes(layer)) return [`${module.path}: belongs to no layer`];
    return module.imports.flatMap((specifier) => {
      const why = breach(module, layer, specifier);
      return why === undefined ? [] : [`${module.path}: imports ${specifier}: ${why}`];
    });
  });
}
