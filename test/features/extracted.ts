import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { applyEdits } from '../../server/src/base/edit';
import { nodeHost } from '../../server/src/cli/host-node';
import { type Extraction, extractions } from '../../server/src/features/harden/extract/offers';
import { session } from '../../server/src/features/session';
import type { Snapshot } from '../../server/src/features/snapshot';
import { unitText } from '../../server/src/units/text';
import { testParser } from '../support/parser';

export const FIXTURES = join(import.meta.dirname, '../fixtures');

/** A text as an editor sees it, with another file beside it. */
export async function look(text: string, path: string, beside?: Extraction['file']): Promise<Snapshot> {
  const parser = await testParser();
  const { files, now } = nodeHost({ trusted: false });
  const isBeside = (at: string): boolean => pathToFileURL(at).href === beside?.uri;
  const editor = session({
    parser,
    files: {
      ...files,
      readText: (at) => (isBeside(at) ? beside?.text : files.readText(at)),
      stat: (at) => (isBeside(at) ? 'regular' : files.stat(at)),
    },
    now,
    systemdVersion: undefined,
    assumeEnabled: true,
    budgetMs: 10_000,
    depth: 500,
  });
  return editor.snapshot({ uri: pathToFileURL(path).href, text, tree: parser.parse(text) });
}

/** The units of a file, each with its text. */
export function previewsOf(snapshot: Snapshot): readonly string[] {
  const { units } = snapshot.analysis();
  return units.map((unit) => `${unit.context} ${unit.scope} ${unit.name}\n${unitText(unit).text}`).sort();
}

/** An offer, and the texts that it leads to. */
export interface Extracted {
  readonly title: string;
  readonly text: string;
  readonly file: Extraction['file'];
}

/** What is offered at the `|` of a text. */
export async function extracted(marked: string, path = join(FIXTURES, 'module.nix')): Promise<readonly Extracted[]> {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  const offers = extractions(await look(text, path), { start: at, end: at });
  return offers.map(({ title, edits, file }) => ({ title, text: applyEdits(text, edits), file }));
}
