import { indentAt } from '../base/edit';
import { contains, type Span } from '../base/span';
import { newPin } from '../sources/new-pin';
import { isRefusal } from '../sources/safety';
import { type Located, lookup, parts, type Scope } from '../sources/scope';
import type { LambdaNode, Node } from '../syntax/node';
import type { Snapshot } from './snapshot';

/** Where a fetcher's call for an address goes, and how it is written there. */
export interface CallPlace {
  /** What it replaces; empty for an insertion. */
  readonly span: Span;
  /** The call as the text there wants it: the fetcher's name as it is known, indentation, parentheses. */
  readonly written: (fetcher: string, call: string) => string;
}

export interface PlacedAddress extends CallPlace {
  readonly address: string;
}

/** The expressions around a span, outermost first. */
function around(root: Node, span: Span): readonly Located[] {
  const path: Located[] = [];
  let at: Located | undefined = { node: root, scope: undefined };
  while (at !== undefined) {
    path.push(at);
    at = parts(at).find(({ node }) => node.start <= span.start && span.end <= node.end);
  }
  return path;
}

/** The text of a string that is written without interpolation. */
function plainText(node: Node | undefined): string | undefined {
  if (node?.kind === 'uri') return node.text;
  if (node?.kind !== 'string') return undefined;
  const texts = node.parts.map((part) => (part.kind === 'text' ? part.value : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

function isAddress(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && !isRefusal(newPin(text));
}

/**
 * The address to pin: what is selected, else the string at the cursor, else what `clipboard` has; undefined when none of them is one. A
 * string is replaced as a whole.
 */
export function addressToPin(
  { tree, text }: Snapshot,
  span: Span,
  clipboard: string | undefined,
): PlacedAddress | undefined {
  const path = around(tree.root, span);
  const innermost = path.at(-1);
  const whole = plainText(innermost?.node);
  const selected = text.slice(span.start, span.end).replace(/^(["']*)([^"']*)\1$/, '$2');
  const address = [selected, whole, clipboard].find(isAddress);
  if (address === undefined) return undefined;
  const replaces = innermost !== undefined && (whole?.trim() === address.trim() || whole?.trim() === '');
  const place = replaces ? innermost.node : span;
  const parent = (replaces ? path.at(-2) : innermost)?.node;
  const indent = indentAt(text, place.start);
  return {
    address,
    span: { start: place.start, end: place.end },
    written: (fetcher, call) => {
      const named = `${prefix(fetcher, tree.root, innermost?.scope)}${call}`.replaceAll('\n', `\n${indent}`);
      return isArgument(parent, place) ? `(${named})` : named;
    },
  };
}

/** Whether an expression there would be taken for several: an item of a list, or an argument. */
function isArgument(parent: Node | undefined, place: Span): boolean {
  return parent?.kind === 'list' || (parent?.kind === 'apply' && contains(parent.arg, place.start));
}

/** What stands before a fetcher's name: nothing where the name itself is known. */
function prefix(fetcher: string, root: Node, scope: Scope | undefined): string {
  const meaning = lookup(fetcher, scope);
  if (meaning.kind !== 'free' || meaning.withs.some(({ node }) => node.kind === 'variable' && node.name === 'pkgs'))
    return '';
  return lookup('pkgs', scope).kind === 'free' && isPackage(root) ? '' : 'pkgs.';
}

/** A function that takes its packages one by one, as `callPackage` gives them. */
function isPackage(root: Node): boolean {
  const { formals }: Partial<LambdaNode> = root.kind === 'lambda' ? root : {};
  return formals !== undefined && !formals.ellipsis;
}
