import type { Node } from '../syntax/node';
import { type Fetcher, fetcherAt } from './fetchers';
import { staticPath } from './resolve';
import { type Located, lookup, type Scope } from './scope';

const MAX_STEPS = 20;

/** The variable at the start of a package set: `pkgs` of `with pkgs;`. */
function lastNameOf(node: Node): string | undefined {
  if (node.kind === 'variable') return node.name;
  return node.kind === 'select' ? staticPath(node.path)?.at(-1) : undefined;
}

/** Names a free variable may have before it: those of `with builtins;`, when no other set stands around it. */
function scopeOfFree(withs: readonly Located[]): readonly string[] {
  const names = withs.map(({ node }) => lastNameOf(node));
  return names.includes('builtins') && names.every((name) => name === 'builtins' || name === 'lib') ? ['builtins'] : [];
}

/** The attribute path by which a function is known: `['pkgs', 'fetchgit']`; undefined for a function of the file's own. */
function pathOf(node: Node, scope: Scope | undefined, steps = 0): readonly string[] | undefined {
  if (steps > MAX_STEPS) return undefined;
  if (node.kind === 'variable') {
    const meaning = lookup(node.name, scope);
    switch (meaning.kind) {
      case 'value':
        return meaning.value.node.kind === 'lambda'
          ? undefined
          : pathOf(meaning.value.node, meaning.value.scope, steps + 1);
      case 'inherited':
        return [...(pathOf(meaning.from.node, meaning.from.scope, steps + 1) ?? []), meaning.name];
      case 'free':
        return [...scopeOfFree(meaning.withs), node.name];
      default:
        return [node.name];
    }
  }
  if (node.kind !== 'select') return node.kind === 'apply' ? importedPath(node.fn, node.arg) : undefined;
  const path = staticPath(node.path);
  return path && [...(node.target.kind === 'variable' ? [node.target.name] : []), ...path];
}

/** `import <nix/fetchurl.nix>` takes what `fetchurl` takes. */
function importedPath(fn: Node, arg: Node): readonly string[] | undefined {
  const isImport = fn.kind === 'variable' && fn.name === 'import';
  return isImport && arg.kind === 'search-path' && arg.text === 'nix/fetchurl.nix' ? ['fetchurl'] : undefined;
}

/** The fetcher or builder that a call's function is. */
export function calledFetcher({ node, scope }: Located): Fetcher | undefined {
  const path = pathOf(node, scope);
  return path && fetcherAt(path);
}

/** A function and its argument, whichever way round they are written. */
export function callOf(node: Node): { readonly fn: Node; readonly arg: Node } | undefined {
  if (node.kind === 'apply') return { fn: node.fn, arg: node.arg };
  if (node.kind !== 'binary') return undefined;
  if (node.operator === '|>') return { fn: node.right, arg: node.left };
  return node.operator === '<|' ? { fn: node.left, arg: node.right } : undefined;
}
