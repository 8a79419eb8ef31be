import { expect, test } from 'vitest';
import { testParser } from '../support/parser';

const parser = await testParser();

/** Mistakes as people make them: the messages, and in brackets what each is put under. */
test.each([
  ['{ config, ... }:\n{\n  a = {\n    b = 1;\n  c = 2;\n}\n', ["'{' is not closed: expecting '}' [{]"]],
  ['{ a = "x;\n b = "y"; }', ['string is not closed: expecting \'"\' ["]']],
  ['{ a = [ 1 2; b = 3; }', ["missing ']' []"]],
  ['{ a = 1 }', ["missing ';' []"]],
  ['{ a = { b = 1; };; }', ["unexpected ';' [;]"]],
  ['{ a = 1; } }', ["unexpected '}' [}]"]],
  ['{ a = {\n b = true\n c = 1;\n}; }', ["unexpected '=' [=]"]],
  ['{ a = with pkgs; [ vim, git ]; }', ["unexpected ',' [,]"]],
  ['{ a = f(1, 2); }', ["unexpected ',' [,]"]],
  ['{ lib, pkgs }\n{ }', ["missing ':' after the arguments []"]],
  ['{ a = b.c.; d = 1; }', ['missing a name []']],
  ['{ a = 1; b. }', ['missing a name []']],
  ['{ a = }', ['missing an expression []']],
  ['if a then b', ["unexpected end of file, expecting 'else' []"]],
  ['let a = 1;', ["unexpected end of file, expecting 'in' []"]],
  ['let a = 1 in a', ["unexpected 'in' [in]"]],
  ['{ a = @; }', ["unexpected '@' [@]"]],
])('%j', (text, messages) => {
  const found = parser.parse(text).errors.map(({ message, start, end }) => `${message} [${text.slice(start, end)}]`);
  expect(found).toEqual(messages.map((message) => `syntax error, ${message}`));
});
