import { describe, expect, test } from 'vitest';
import type { AttrBinding, Node } from '../../server/src/syntax/node';
import { directive, sectionsWith } from '../../server/src/systemd/catalogue';
import { directivePages, optionPages, rowPage } from '../../server/src/systemd/docs';
import type { Directive } from '../../server/src/systemd/types';
import { checkValue } from '../../server/src/systemd/values/check';
import { testParser } from '../support/parser';

const parser = await testParser();

interface Example {
  readonly key: string;
  readonly example: string;
}

const directiveExamples = Object.values(directivePages).flatMap(examplesOf);
const optionExamples = [...Object.values(optionPages), rowPage].flatMap(examplesOf);

function examplesOf(page: Readonly<Record<string, { readonly example?: string }>>): readonly Example[] {
  return Object.entries(page).flatMap(([key, { example }]) => (example === undefined ? [] : [{ key, example }]));
}

/** The bindings of an example, as it stands inside a set. */
function bindingsOf(example: string): readonly AttrBinding[] {
  const { root } = parser.parse(`{ ${example} }`);
  return root.kind === 'attrs' ? root.bindings.filter((binding) => binding.kind === 'binding') : [];
}

/** The lines that a value becomes; undefined when it has to be evaluated to be known. */
function linesOf(node: Node): readonly string[] | undefined {
  switch (node.kind) {
    case 'string':
      return [node.parts.map((part) => (part.kind === 'text' ? part.value : '/nix/store/program')).join('')];
    case 'int':
      return [node.text];
    case 'unary':
      return linesOf(node.operand)?.map((text) => `${node.operator}${text}`);
    case 'variable':
      return [node.name];
    case 'list': {
      const lines = node.items.map(linesOf);
      return lines.every((line) => line !== undefined) ? lines.flat() : undefined;
    }
    default:
      return undefined;
  }
}

/** The directive that an example sets: by its own name, or by an option that is named after it. */
function directiveOf(key: string, attribute: string): Directive | undefined {
  const [first = '', second] = key.split('.');
  const renamed = attribute.replace(/^./, (letter) => letter.toUpperCase()).replace(/^Listen(.*)s$/, 'Listen$1');
  const name = renamed === 'Aliases' ? 'Alias' : renamed;
  const own = second === undefined ? undefined : directive(first, name);
  return own ?? sectionsWith(name).map((section) => directive(section, name))[0];
}

describe('examples', () => {
  test('are Nix', () => {
    const broken = [...directiveExamples, ...optionExamples].filter(
      ({ example }) => parser.parse(`{ ${example} }`).errors.length > 0 || bindingsOf(example).length !== 1,
    );
    expect(broken).toEqual([]);
  });

  test('of directives set a directive', () => {
    const strays = directiveExamples.filter(({ key, example }) =>
      bindingsOf(example).some(({ path: [name] }) => name?.kind !== 'name' || !directiveOf(key, name.name)),
    );
    expect(strays).toEqual([]);
  });

  test('of directives have values that systemd accepts', () => {
    const wrong = directiveExamples.flatMap(({ key, example }) =>
      bindingsOf(example).flatMap(({ path: [name], value }) => {
        const entry = name?.kind === 'name' ? directiveOf(key, name.name) : undefined;
        const verdicts = (linesOf(value) ?? []).map((line) => entry && checkValue(entry, line));
        return verdicts.filter((verdict) => verdict?.ok === false).map((verdict) => ({ key, example, verdict }));
      }),
    );
    expect(wrong).toEqual([]);
  });
});
