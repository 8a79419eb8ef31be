import type { Origin } from '../base/span';
import type { Node } from '../syntax/node';
import { constant, type EvaluateHere, fakeHash } from './constant';
import type { Literal, Template } from './pin';
import { resolve } from './resolve';
import type { Located } from './scope';

const MAX_STEPS = 20;

function originOf(node: Node, uri: string): Origin {
  return { uri, start: node.start, end: node.end };
}

/** The literal that an expression is, when replacing its text replaces the value; undefined for one with interpolations. */
export function literalOf(located: Located, uri: string): Literal | undefined {
  const { node } = resolve(located);
  if (node.kind === 'string') {
    return node.parts.every(({ kind }) => kind === 'text')
      ? { origin: originOf(node, uri), style: node.style }
      : undefined;
  }
  if (node.kind === 'uri') return { origin: originOf(node, uri), style: 'uri' };
  return fakeHash(node) === undefined ? undefined : { origin: originOf(node, uri), style: 'expression' };
}

/** How a text is put together around one literal: `"v${version}"` is the prefix `v` and the literal of `version`. */
export function templateOf(located: Located, uri: string, evaluate: EvaluateHere, steps = 0): Template | undefined {
  const plain = literalOf(located, uri);
  if (plain !== undefined) return { literal: plain, prefix: '', suffix: '' };
  const { node, scope } = resolve(located);
  if (steps > MAX_STEPS || node.kind !== 'string') return undefined;
  const pieces = node.parts.map((part) =>
    part.kind === 'text'
      ? { text: part.value, template: undefined }
      : piece({ node: part.expr, scope }, uri, evaluate, steps + 1),
  );
  const variable = pieces.findIndex(({ template }) => template !== undefined);
  const found = pieces[variable]?.template;
  if (found === undefined || pieces.some(({ text }, i) => i !== variable && text === undefined)) return undefined;
  const texts = pieces.map(({ text }) => text ?? '');
  return {
    literal: found.literal,
    prefix: texts.slice(0, variable).join('') + found.prefix,
    suffix: found.suffix + texts.slice(variable + 1).join(''),
  };
}

function piece(
  located: Located,
  uri: string,
  evaluate: EvaluateHere,
  steps: number,
): { text: string | undefined; template: Template | undefined } {
  const value = constant(located, evaluate);
  return { text: typeof value === 'string' ? value : undefined, template: templateOf(located, uri, evaluate, steps) };
}
