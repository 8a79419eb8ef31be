import { walk } from './children';
import type { Node, ParseError } from './node';
import { checkAttributes, type Merged } from './validate-attributes';
import { checkFormals, checkLiteral, checkNames, checkOperators, unexpected } from './validate-tokens';

/** What Nix refuses although the grammar accepts it, in Nix's words. */
export function validate(root: Node, text: string): readonly ParseError[] {
  const errors: ParseError[] = [];
  const merged: Merged = new Set();
  const report = (error: ParseError) => errors.push(error);
  const called = new Set<Node>();
  walk(root, (item) => {
    checkNames(item, report);
    switch (item.kind) {
      case 'apply':
        if (item.arg.end === item.end) called.add(item.arg);
        break;
      case 'variable':
        // Only the old `f or` may have it, where it ends the call.
        if (item.name === 'or' && !called.has(item)) report(unexpected(item, item.name));
        break;
      case 'attrs':
      case 'legacy-let':
      case 'let':
        checkAttributes(item, text, merged, report);
        break;
      case 'lambda':
        checkFormals(item, report);
        break;
      case 'binary':
      case 'has':
        checkOperators(item, text, report);
        break;
      case 'int':
      case 'float':
      case 'path':
      case 'string':
        checkLiteral(item, text, report);
        break;
    }
  });
  return errors;
}
