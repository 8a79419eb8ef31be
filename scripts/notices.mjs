import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The npm package that a bundled file belongs to, as its folder; undefined for a file of this repository. */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

async function notice(root, folder) {
  const { name, version, license, author } = JSON.parse(
    await readFile(path.join(root, folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(path.join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined && license === undefined) throw new Error(`${name} is bundled and names no license`);
  const text =
    file === undefined
      ? `License: ${license}\nAuthor: ${author?.name ?? author ?? 'not named'}`
      : await readFile(path.join(root, folder, file), 'utf8');
  return { title: `${name} ${version}`, text };
}

/**
 * The licenses of all packages that esbuild put into a bundle, by its metafiles, as one text.
 * `more` are notices of other bundled works.
 */
export async function notices(root, metafiles, more) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined))];
  const found = [...(await Promise.all(folders.map((folder) => notice(root, folder)))), ...more];
  const parts = found
    .sort((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ title, text }) => `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`);
  return `Nix Services contains these works.\n\n${parts.join('\n\n')}`;
}
