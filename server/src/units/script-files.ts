import { textPieces } from '../nix/text-pieces';
import type { Context, GeneratedFile } from '../nix/value';
import type { Script } from './model';
import type { Collector } from './problems';
import { holesOf } from './values';

function nameOf(file: GeneratedFile): string {
  const last = file.subpath.split('/').pop();
  return last === undefined || last === '' ? file.name : last;
}

/** The generated files that values refer to, and those that these refer to in turn, each once; texts that fail are reported. */
export function scriptsOf(to: Collector, contexts: readonly (Context | undefined)[]): readonly Script[] {
  const found = new Map<string, Script>();
  const visit = (context: Context | undefined): void => {
    for (const [identity, { path, file }] of context ?? []) {
      if (file === undefined || found.has(identity)) continue;
      if (file.error !== undefined) to.report(file.error);
      found.set(identity, {
        name: nameOf(file),
        path: `${path}${file.subpath}`,
        text: file.text.text,
        origin: file.origin,
        holes: holesOf(file.text),
        pieces: textPieces(file.text),
      });
      visit(file.text.context);
    }
  };
  for (const context of contexts) visit(context);
  return [...found.values()];
}
