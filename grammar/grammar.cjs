// The npm package's grammar, brought to what Nix 2.34's own parser.y and lexer.l accept.
const base = require('tree-sitter-nix/grammar');

const separated = (rule, separator) => seq(rule, repeat(seq(separator, rule)));

module.exports = grammar(base, {
  name: 'nix',

  extras: ($) => [/[ \t\r\n]/, $.comment],

  // Escapes are part of a fragment: between two interpolations a literal is one token.
  externals: ($) => [$.string_fragment, $._indented_string_fragment, $._path_start, $.path_fragment, $._uri],

  rules: {
    comment: () => token(choice(/#[^\r\n]*/, /\/\*([^*]|\*+[^*\/])*\*+\//)),

    string_expression: ($) => seq('"', repeat(choice($.string_fragment, $.interpolation)), '"'),

    // The scanner gives up on a string without an end; three quotes must then not become the end and a new beginning.
    indented_string_expression: ($) =>
      seq(
        "''",
        repeat(
          choice(
            alias($._indented_string_fragment, $.string_fragment),
            alias(token.immediate("'''"), $.string_fragment),
            $.interpolation,
          ),
        ),
        "''",
      ),

    uri_expression: ($) => $._uri,

    formals: ($) =>
      choice(
        seq('{', '}'),
        seq('{', separated(field('formal', $.formal), ','), optional(','), '}'),
        seq('{', separated(field('formal', $.formal), ','), ',', field('ellipses', $.ellipses), '}'),
        seq('{', field('ellipses', $.ellipses), '}'),
      ),

    _expr_if: ($, original) =>
      choice(
        original,
        alias($._pipe_from_expression, $.binary_expression),
        alias($._pipe_into_expression, $.binary_expression),
      ),

    _pipe_from_expression: ($) =>
      seq(
        field('left', $._expr_op),
        field('operator', '<|'),
        field('right', choice($._expr_op, alias($._pipe_from_expression, $.binary_expression))),
      ),

    _pipe_into_expression: ($) =>
      seq(
        field('left', choice($._expr_op, alias($._pipe_into_expression, $.binary_expression))),
        field('operator', '|>'),
        field('right', $._expr_op),
      ),

    _expr_select_expression: ($) => choice($.select_expression, $.or_call_expression, $._expr_simple),

    // `f or` calls `f` with a variable named `or`, as old code does.
    or_call_expression: ($) => seq(field('function', $._expr_simple), 'or'),

    _expr_simple: ($) =>
      choice(
        $.variable_expression,
        $.integer_expression,
        $.float_expression,
        $.string_expression,
        $.indented_string_expression,
        $.path_expression,
        $.spath_expression,
        $.uri_expression,
        $.parenthesized_expression,
        $.attrset_expression,
        $.let_attrset_expression,
        $.rec_attrset_expression,
        $.list_expression,
      ),

    inherit: ($) => seq('inherit', optional(field('attrs', $.inherited_attrs)), ';'),

    inherit_from: ($) =>
      seq('inherit', '(', field('expression', $._expression), ')', optional(field('attrs', $.inherited_attrs)), ';'),
  },
});
