#!/usr/bin/env node
// Writes server/data/fetchers.json: what the fetchers of Nix and nixpkgs take, from a folder of facts that holds fetchers.json.
// Usage: node scripts/build-fetchers.mjs FACTS_DIR
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/build-fetchers.mjs FACTS_DIR');
  process.exit(2);
}
const facts = JSON.parse(readFileSync(join(folder, 'fetchers.json'), 'utf8'));

const PLACEHOLDERS = {
  HOST: 'host',
  DOMAIN: 'domain',
  OWNER: 'owner',
  REPO: 'repo',
  LAST: 'last',
  REV: 'rev',
  REV_OR_TAG: 'rev',
  VC: 'vc',
  URL: 'url',
  SLUG: 'slug',
  ESCAPED_SLUG: 'escapedSlug',
};

/** `https://HOST/OWNER/REPO (a remark)` to `https://{host}/{owner}/{repo}`; null where a word is not a part of an address. */
function template(text) {
  if (text === undefined) return null;
  const words = text.replace(/\s*\(.*$/, '').split(/\b([A-Z]+(?:_[A-Z]+)*)\b/);
  const parts = words.map((word, i) =>
    i % 2 === 0 ? word : word in PLACEHOLDERS ? `{${PLACEHOLDERS[word]}}` : undefined,
  );
  return parts.includes(undefined) ? null : parts.join('');
}

/** Attributes that make a fetcher clone with git rather than download an archive. */
function gitSwitches({ switch: rule = '', attrs }) {
  const clause = /fetchgit when (.*)|when (fetchSubmodules);/.exec(rule)?.[0].split(';')[0] ?? '';
  const named = Object.keys(attrs).filter((name) => new RegExp(`\\b${name}\\b`).test(clause));
  return rule.startsWith('fetchgit (') ? ['fetchSubmodules'] : named;
}

function renamesOf(list = []) {
  const isName = (text) => /^[A-Za-z][A-Za-z0-9-]*$/.test(text ?? '');
  return list
    .filter(({ attr, use }) => isName(attr) && isName(use))
    .map(({ attr, use, state = '' }) => ({ from: attr, to: use, broken: /throws|not read/.test(state) }));
}

const byName = new Map(facts.fetchers.map((fetcher) => [fetcher.name, fetcher]));

/** A fetcher that is "as" another takes that one's attributes too. */
function inherited(fetcher, field) {
  const own = fetcher[field];
  const base = byName.get((fetcher.base ?? '').split(/[ /]/)[0]);
  if (base === undefined) return own;
  const from = inherited(base, field);
  if (field === 'attrs') return { ...from, ...own };
  return own ?? from;
}

function fetcherOf(raw) {
  const fetcher = { ...raw, attrs: inherited(raw, 'attrs'), switch: inherited(raw, 'switch') };
  return {
    name: fetcher.name,
    lastName: fetcher.name.split('.').at(-1),
    builtin: fetcher.kind === 'builtin',
    dependencies: fetcher.kind === 'deps',
    stringArgument: fetcher.argForms?.includes('string') ?? false,
    hashes: fetcher.hashAttrs.map(({ name }) => name).filter((name) => !name.includes('.')),
    recursive: fetcher.hashMode.startsWith('recursive') || fetcher.hashMode.startsWith('none'),
    hashChanging: (inherited(raw, 'hashChanging') ?? []).filter((name) => !name.includes(' ')),
    renames: renamesOf(fetcher.deprecations),
    host: /^[a-z.]+$/.test(fetcher.host ?? '') ? fetcher.host : null,
    archiveUrl: template(inherited(raw, 'archiveUrl')),
    gitUrl: template(inherited(raw, 'gitUrl')),
    gitSwitches: gitSwitches(fetcher),
  };
}

/** Builders whose own attribute holds the hash of what they download. */
function builderOf({ name, hashAttr, fixedOutputAttr, hashChanging = [], legacy = [] }) {
  return {
    name,
    lastName: name.split('.').at(-1),
    hash: hashAttr,
    output: fixedOutputAttr,
    hashChanging: hashChanging.filter((attribute) => !attribute.includes(' ')),
    renames: renamesOf(legacy).filter(({ to }) => to === hashAttr),
  };
}

const mixDeps = facts.builders.find(({ name }) => name.endsWith('fetchMixDeps'));
const fetchers = [
  ...facts.fetchers.filter(
    ({ name, hashAttrs }) => /^[A-Za-z.0-9]+$/.test(name) && (hashAttrs.length > 0 || name.startsWith('builtins.')),
  ),
  {
    name: 'beamPackages.fetchMixDeps',
    kind: 'deps',
    attrs: { pname: '', version: '', src: '', mixEnv: '', patches: '' },
    hashAttrs: [{ name: 'hash' }, { name: 'sha256' }],
    hashMode: mixDeps.hashMode,
    hashChanging: mixDeps.hashChanging,
  },
].map(fetcherOf);
const builders = facts.builders.filter(({ hashAttr }) => /^[A-Za-z]+$/.test(hashAttr)).map(builderOf);

const lines = (rows) => rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
const target = new URL('../server/data/fetchers.json', import.meta.url);
writeFileSync(target, `{\n  "fetchers": [\n${lines(fetchers)}\n  ],\n  "builders": [\n${lines(builders)}\n  ]\n}\n`);
console.log(`${fetchers.length} fetchers, ${builders.length} builders`);
