import fc from 'fast-check';

/** All forms share one depth, so that an expression stays readable. */
const DEPTH = { depthIdentifier: 'nix', maxDepth: 5, depthSize: 'small' } as const;

const name = fc.constantFrom('a', 'b', 'c', "d'", 'e-f', '_g');
const blank = fc.constantFrom(' ', ' ', ' ', '\n', '\t', ' # note\n', ' /* note */ ', '\r\n  ');

const doublePiece = fc.constantFrom(
  'x',
  ' ',
  '\n',
  '\r\n',
  '\\n',
  '\\"',
  '\\\\',
  '\\${',
  '$ ',
  '$$',
  '{',
  "''",
  'ä',
  '#',
);
const indentedPiece = fc.constantFrom(
  ...[
    'x',
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n    ',
    '\n\n',
    '\t',
    '\r\n',
    "'''",
    "''$",
    "''\\n",
    "''\\ ",
    '$ ',
    '$$',
    '{',
    "' ",
    '"',
    '\\',
    'ä',
  ],
);

type Texts = Record<'expression' | 'operand' | 'simple' | 'interpolation' | 'attr' | 'bindings', string>;

const { expression } = fc.letrec<Texts>((tie) => {
  const join = (...parts: (fc.Arbitrary<string> | string)[]) =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((texts) => texts.join(''));
  const many = (item: fc.Arbitrary<string>, max = 3) =>
    fc.array(item, { maxLength: max }).map((texts) => texts.join(''));
  const some = (item: fc.Arbitrary<string>, max = 3) => fc.array(item, { minLength: 1, maxLength: max });
  const operator = fc.constantFrom('+', '-', '*', '/', '++', '//', '&&', '||', '->', '==', '<', '>=');

  const string = join('"', many(fc.oneof(doublePiece, tie('interpolation')), 5), '"');
  const indented = join("''", many(fc.oneof(indentedPiece, tie('interpolation')), 8), "\n''");
  const path = join('./', fc.constantFrom('p', 'p/q', '../r'), many(join('/', tie('interpolation')), 1));
  const set = join(fc.constantFrom('', 'rec '), '{', blank, tie('bindings'), '}');
  const attrPath = some(tie('attr'), 2).map((names) => names.join('.'));
  const formals = fc
    .uniqueArray(name, { maxLength: 3 })
    .chain((names) => fc.tuple(...names.map((one) => fc.oneof(fc.constant(one), join(`${one} ? `, tie('simple'))))))
    .chain((list) =>
      fc
        .constantFrom(...(list.length > 0 ? ['', ',', ', ...'] : ['', '...']))
        .map((end) => `{ ${list.join(', ')}${end} }`),
    );

  return {
    expression: fc.oneof(
      DEPTH,
      tie('operand'),
      join('x:', blank, tie('expression')),
      join(formals, fc.constantFrom('', '@y', ' @ y'), ':', blank, tie('expression')),
      join('with ', tie('expression'), ';', blank, tie('expression')),
      join('assert ', tie('expression'), ';', blank, tie('expression')),
      join('let ', tie('bindings'), 'in', blank, tie('expression')),
      join('if ', tie('expression'), ' then ', tie('expression'), ' else ', tie('expression')),
      join(tie('operand'), blank, fc.constantFrom('|>', '<|'), blank, tie('operand')),
    ),
    operand: fc.oneof(
      DEPTH,
      tie('simple'),
      join(tie('simple'), blank, tie('simple')),
      join('(', tie('operand'), ')', blank, operator, blank, tie('simple')),
      join(tie('simple'), ' ', fc.constantFrom('+', '*', '++', '//', '&&', '->'), ' ', tie('operand')),
      join(fc.constantFrom('!', '- '), tie('simple')),
      join(tie('simple'), ' ? ', attrPath),
    ),
    simple: fc.oneof(
      DEPTH,
      name,
      fc.constantFrom('1', '23', '1.5', '<n/p>', '(u:v)'),
      string,
      indented,
      path,
      set,
      join('[', blank, many(join(tie('simple'), blank)), ']'),
      join('(', tie('expression'), ')'),
      join(name, '.', attrPath),
      join(name, '.', attrPath, ' or ', tie('simple')),
    ),
    interpolation: join('${', blank, tie('expression'), '}'),
    attr: fc.oneof(
      DEPTH,
      name,
      fc.constantFrom('"q r"', '"if"', 'or'),
      join('"s', tie('interpolation'), '"'),
      tie('interpolation'),
    ),
    bindings: fc
      .uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 })
      .chain((numbers) =>
        fc.tuple(
          ...numbers.map((n) =>
            fc.oneof(
              join(`n${n} = `, tie('expression'), ';', blank),
              join(`n${n}.`, attrPath, ' = ', tie('expression'), ';', blank),
              join('inherit (', tie('expression'), `) n${n} "m${n}";`, blank),
              fc.constant(`inherit n${n};\n`),
            ),
          ),
        ),
      )
      .map((texts) => texts.join('')),
  };
});

/** Any expression that Nix accepts: names in a set differ, comparisons do not chain. */
export const generatedExpression = expression;
