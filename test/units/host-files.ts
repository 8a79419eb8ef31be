import { session } from '../../server/src/features/session';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const parser = await testParser();

/** A tree of files, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** `context unit` of every unit that a file shows, in the order in which it does. */
export function shown(files: Files, path = '/repository/flake.nix', context?: string): readonly string[] {
  const text = files[path];
  if (text === undefined) throw new Error(`there is no ${path}`);
  const opened = session({
    parser,
    files: memoryFiles(files),
    now: () => 0,
    systemdVersion: undefined,
    assumeEnabled: true,
    budgetMs: 1,
    depth: 900,
    context,
  });
  const { units } = opened.snapshot({ uri: `file://${path}`, text, tree: parser.parse(text) }).analysis();
  return units.map((unit) => `${unit.context} ${unit.name}`);
}

/** The lines of a service. */
export const unit = (name: string): string => `systemd.services.${name}.script = "x";`;
/** A module with a service. */
export const module = (name: string): string => `{ ... }: { ${unit(name)} }`;
/** A flake with these outputs. */
export const outputs = (body: string): string => `{ outputs = inputs@{ self, nixpkgs, ... }: ${body}; }`;
