import { catalogue, manUrl, newestVersion } from '../../systemd/catalogue';
import { docOf } from '../../systemd/docs';
import type { Directive } from '../../systemd/types';
import { type Command, UsageError, wholeNumber } from '../command';

/** Tells what is known of systemd's directives. */
export const catalogueCommand: Command = {
  usage: 'catalogue [DIRECTIVE] [--systemd VERSION] [--json]',
  summary: 'List the directives of unit files, or tell about one.',
  options: {
    systemd: { type: 'string', value: 'VERSION', help: 'Such as 257, rather than the newest known' },
    json: { type: 'boolean', help: 'As JSON' },
  },
  run: (args, io) => {
    const [name] = args.positionals;
    const version = wholeNumber('systemd', args.value('systemd')) ?? newestVersion;
    const found = catalogue(version).filter((entry) => name === undefined || entry.name === name.replace(/=$/, ''));
    if (name !== undefined && found.length === 0) {
      throw new UsageError(`systemd ${version} has no directive '${name}'; names are case-sensitive.`);
    }
    if (args.flag('json')) io.out(`${JSON.stringify(found.map(row), undefined, 2)}\n`);
    else io.out(name === undefined ? list(found) : found.map(paragraph).join('\n'));
    return 0;
  },
};

function row(entry: Directive): object {
  const { section, name, type, since, default: fallback, values } = entry;
  return {
    section,
    name,
    type,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(since === undefined ? {} : { since }),
    ...(values.length === 0 ? {} : { values }),
    description: docOf(section, name)?.description ?? '',
    man: manUrl(entry) ?? '',
  };
}

function list(entries: readonly Directive[]): string {
  return entries.map(({ section, name, type }) => `[${section}] ${name}= ${type}\n`).join('');
}

function paragraph(entry: Directive): string {
  const { section, name, type, since, default: fallback, values } = entry;
  const doc = docOf(section, name);
  return [
    `${name}= in [${section}]`,
    ...(doc === undefined ? [] : [doc.description]),
    `type: ${values.length > 0 ? values.join(', ') : type}`,
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
    ...(since === undefined ? [] : [`since: systemd ${since}`]),
    ...(doc?.example === undefined ? [] : [`example: ${doc.example}`]),
    ...(entry.man === undefined ? [] : [`manual: ${manUrl(entry)}`]),
    '',
  ].join('\n');
}
