import { walk } from './children';
import type { ApplyNode, Node, ParseError } from './node';
import { checkAttributes, type Merged } from './validate-attributes';
import { checkFormals, checkLiteral, checkNames, checkOperators, unexpected } from './validate-tokens';

/** What Nix refuses although the grammar accepts it, in Nix's words. */
export function validate(root: Node, text: string): readonly ParseError[] {
  const errors: ParseError[] = [];
  const merged: Merged = new Set();
  const report = (error: ParseError) => errors.push(error);
  if (text.startsWith('\ufeff')) report({ message: 'syntax error, unexpected byte order mark', start: 0, end: 1 });
  const called = new Set<Node>();
  walk(root, (item) => {
    checkNames(item, report);
    switch (item.kind) {
      case 'apply':
        if (item.arg.end === item.end && !chained(item)) called.add(item.arg);
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

/** A call of a call: only the inner one may be the old `f or`. */
function chained({ fn, start }: ApplyNode): boolean {
  return fn.kind === 'apply' && fn.start === start;
}
