import { attrNames, attrsFrom } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectPlainString } from '../expect';
import { force } from '../thunk';
import { type Func, isString, str, type Value } from '../value';
import { primop } from './kit';

const FORGES = ['github', 'gitlab', 'sourcehut'];

/** A flake reference as attributes: forges, paths, indirect names and URLs of git and tarballs. */
function parseFlakeRef(text: string): Value {
  const [address = '', query = ''] = text.split('?', 2);
  const params = [...new URLSearchParams(query)].map(([name, value]): [string, Value] => [name, str(value)]);
  const scheme = /^([a-z+]+):(.*)$/s.exec(address);
  const [, type = '', rest = ''] = scheme ?? [];
  if (FORGES.includes(type)) return attrsFrom([...forge(type, rest), ...params]);
  if (type === 'path') return attrsFrom([['type', str('path')], ['path', str(rest)], ...params]);
  if (type.startsWith('git+') || type === 'git') {
    return attrsFrom([['type', str('git')], ['url', str(address.replace(/^git\+/, ''))], ...params]);
  }
  if (scheme === null || type === 'flake') return attrsFrom([...indirect(scheme === null ? address : rest), ...params]);
  return attrsFrom([
    ['type', str('tarball')],
    ['url', str(text.replace(/^tarball\+/, ''))],
  ]);
}

function forge(type: string, rest: string): [string, Value][] {
  const [owner = '', repo = '', ...ref] = rest.split('/');
  const pinned = ref.join('/');
  const named: [string, Value][] = [
    ['owner', str(owner)],
    ['repo', str(repo)],
    ['type', str(type)],
  ];
  if (pinned === '') return named;
  return [...named, [/^[0-9a-f]{40}$/.test(pinned) ? 'rev' : 'ref', str(pinned)]];
}

function indirect(text: string): [string, Value][] {
  if (text.startsWith('/')) {
    return [
      ['type', str('path')],
      ['path', str(text)],
    ];
  }
  const [id = '', ref] = text.split('/');
  if (!/^[A-Za-z][\w-]*$/.test(id)) throw new NixError('eval', `'${text}' is not a valid flake reference`);
  const named: [string, Value][] = [
    ['id', str(id)],
    ['type', str('indirect')],
  ];
  return ref === undefined ? named : [...named, ['ref', str(ref)]];
}

function flakeRefToString(argument: Value): Value {
  const set = expectAttrs(argument);
  const fields = new Map<string, string>();
  for (const name of attrNames(set)) {
    const value = force(set.entries.get(name)?.value ?? null);
    if (typeof value === 'bigint' && value < 0n) {
      throw new NixError('eval', `negative value given for flake ref attr ${name}: ${value}`);
    }
    fields.set(name, isString(value) ? value.text : String(value));
  }
  const take = (name: string): string => {
    const value = fields.get(name) ?? '';
    fields.delete(name);
    return value;
  };
  const base = baseText(take('type'), take);
  const query = new URLSearchParams([...fields]).toString();
  return str(query === '' ? base : `${base}?${query}`);
}

function baseText(type: string, take: (name: string) => string): string {
  if (FORGES.includes(type)) {
    const parts = [take('owner'), take('repo'), take('ref') || take('rev')];
    return `${type}:${parts.filter((part) => part !== '').join('/')}`;
  }
  if (type === 'indirect') return `flake:${[take('id'), take('ref')].filter((part) => part !== '').join('/')}`;
  if (type === 'path') return `path:${take('path')}`;
  if (type === 'git') return `git+${take('url')}`;
  return take('url');
}

export const flakeRefBuiltins: readonly Func[] = [
  primop('flakeRefToString', 1, (_rt, argument) => flakeRefToString(force(argument))),
  primop('parseFlakeRef', 1, (_rt, argument) => parseFlakeRef(expectPlainString(argument))),
];
