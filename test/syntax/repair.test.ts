import { describe, expect, test } from 'vitest';
import { walk } from '../../server/src/syntax/children';
import { attrPathAt } from '../../server/src/syntax/find';
import type { AttrBinding, SyntaxTree } from '../../server/src/syntax/node';
import { PLACEHOLDER, repair } from '../../server/src/syntax/repair';
import { testParser } from '../support/parser';
import { MODULE } from './module';

const parser = await testParser();

function repairAt(marked: string) {
  const offset = marked.indexOf('|');
  return repair(parser, marked.slice(0, offset) + marked.slice(offset + 1), offset);
}

/** The repaired text with `‸` for the placeholder and `|` at the cursor. */
function shown(marked: string): string {
  const { text, offset } = repairAt(marked);
  return `${text.slice(0, offset)}|${text.slice(offset)}`.replaceAll(PLACEHOLDER, '‸');
}

describe('half-typed code is completed at the cursor', () => {
  test.each([
    ['{ a.Mem|\n}', '{ a.Mem|‸ = null;\n}'],
    ['{ a.|\n}', '{ a.|‸ = null;\n}'],
    ['{ a.|\n  b = 1; }', '{ a.|‸ = null;\n  b = 1; }'],
    ['{ Me|\n  b = 1; }', '{ Me|‸ = null;\n  b = 1; }'],
    ['{ a = { | }; }', '{ a = { |‸ = null; }; }'],
    ['{ a = 1;\n  |\n}', '{ a = 1;\n  |‸ = null;\n}'],
    ['{ a = |\n  b = 1; }', '{ a = |‸;\n  b = 1; }'],
    ['{ a = |; b = 1; }', '{ a = |‸; b = 1; }'],
    ['{ a = "on|\n  b = 1; }', '{ a = "on|";\n  b = 1; }'],
    ['{ a = "on|";\n  b = 1; }', '{ a = "on|";\n  b = 1; }'],
    ['{ a = "on|"\n  b = 1; }', '{ a = "on|";\n  b = 1; }'],
    ["{ a = ''\n  on|\n  b = 1; }", "{ a = ''\n  on|'';\n  b = 1; }"],
    ['{ a = "x${c.|\n  b = 1; }', '{ a = "x${c.|‸}";\n  b = 1; }'],
    ['{ a = "x${c.|}"; b = 1; }', '{ a = "x${c.|‸}"; b = 1; }'],
    ['{ a = [ c.| ]; b = 1; }', '{ a = [ c.|‸ ]; b = 1; }'],
    ['{ a = [ "c|\n  b = 1; }', '{ a = [ "c|" ];\n  b = 1; }'],
    ['{ inherit (x) |\n  b = 1; }', '{ inherit (x) |‸;\n  b = 1; }'],
    ['{ inherit (x) c|\n  b = 1; }', '{ inherit (x) c|;\n  b = 1; }'],
    ['{ a = f |\n  b = 1; }', '{ a = f |‸;\n  b = 1; }'],
    ['{ a = pkgs.|\n  b = 1; }', '{ a = pkgs.|‸;\n  b = 1; }'],
    ['{ a = pkgs.he|;\n  b = 1; }', '{ a = pkgs.he|;\n  b = 1; }'],
    ['{ a = pkgs.he|\n  b = 1; }', '{ a = pkgs.he|;\n  b = 1; }'],
    ['let a = 1; |', 'let a = 1; |‸ = null; in null'],
    ['{ a = with lib; |; b = 1; }', '{ a = with lib; |‸; b = 1; }'],
    ['{ a = if b then c else |; }', '{ a = if b then c else |‸; }'],
  ])('%j', (before, after) => {
    expect(shown(before)).toBe(after);
    expect(repairAt(before).tree.errors).toEqual([]);
  });
});

describe('code that parses stays as it is', () => {
  test.each([
    '{ a = 1|; }',
    '{ a = "b.|"; }',
    "{ a = ''\n  |\n''; }",
    '{ # b.|\n}',
    '{ a = b |c; }',
    '{ |a = 1; }',
    '{ a.|b = 1; }',
    '[ | ]',
    '{ a = ./b|; }',
  ])('%j', (marked) => {
    expect(repairAt(marked).inserted).toBe('');
  });
});

test('an error elsewhere does not hinder', () => {
  expect(shown('{ x = [ 1; a.|\n  b = 1; }')).toContain('a.|‸');
});

function bindings(tree: SyntaxTree): readonly AttrBinding[] {
  const found: AttrBinding[] = [];
  walk(tree.root, (item) => {
    if (item.kind === 'binding') found.push(item);
  });
  return found;
}

function nameOf(tree: SyntaxTree, { path }: AttrBinding): string {
  const names = attrPathAt(tree, path[0]?.start ?? 0).names;
  return [...names, ...path.map((name) => (name.kind === 'name' ? name.name : undefined))].join('/');
}

/** Where a binding is cut off: from the cursor up to its end. */
type Cut = (binding: AttrBinding) => { readonly from: number; readonly inPath: boolean } | undefined;

const CUTS: Readonly<Record<string, Cut>> = {
  'an empty place': ({ start }) => ({ from: start, inPath: true }),
  'half a name': ({ path }) => {
    const name = path.at(-1);
    return name?.kind === 'name' && !name.quoted
      ? { from: Math.ceil((name.start + name.end) / 2), inPath: true }
      : undefined;
  },
  'after a dot': ({ path }) => {
    const name = path.length > 1 ? path.at(-1) : undefined;
    return name?.kind === 'name' && !name.quoted ? { from: name.start, inPath: true } : undefined;
  },
  'no value': ({ value }) => ({ from: value.start, inPath: false }),
  'no semicolon': ({ value }) => ({ from: value.end, inPath: false }),
  'half a string': ({ value }) => {
    const part = value.kind === 'string' && value.parts.length === 1 ? value.parts[0] : undefined;
    return part?.kind === 'text' ? { from: Math.ceil((part.start + part.end) / 2), inPath: false } : undefined;
  },
  'half a list': ({ value }) => {
    const item = value.kind === 'list' ? value.items.at(-1) : undefined;
    return item && { from: item.start, inPath: false };
  },
  'half a selection': ({ value }) => {
    const name = value.kind === 'select' ? value.path.at(-1) : undefined;
    return name && { from: name.start, inPath: false };
  },
  'no argument': ({ value }) => (value.kind === 'apply' ? { from: value.arg.start, inPath: false } : undefined),
};

describe('the path at the cursor and the other bindings survive', () => {
  const whole = parser.parse(MODULE);
  test.each(Object.entries(CUTS))('%s', (_, cut) => {
    let [states, paths, kept, others] = [0, 0, 0, 0];
    for (const binding of bindings(whole)) {
      const at = cut(binding);
      if (!at) continue;
      states++;
      const text = MODULE.slice(0, at.from) + MODULE.slice(binding.end);
      const { tree } = repair(parser, text, at.from);
      const own = nameOf(whole, binding).split('/');
      const name = binding.path.at(-1);
      const typed = at.inPath
        ? own.slice(0, own.length - (at.from < (name?.start ?? 0) ? binding.path.length : 1))
        : own;
      if (attrPathAt(tree, at.from).names.join('/') === typed.join('/')) paths++;
      const survivors = new Set(bindings(tree).map((one) => nameOf(tree, one)));
      const rest = bindings(whole).filter((one) => one.end <= binding.start || one.start >= binding.end);
      others += rest.length;
      kept += rest.filter((one) => survivors.has(nameOf(whole, one))).length;
    }
    expect(states).toBeGreaterThan(0);
    expect(paths / states).toBeGreaterThanOrEqual(0.99);
    expect(kept / others).toBeGreaterThanOrEqual(0.99);
  });
});
