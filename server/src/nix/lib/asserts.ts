import { expectAttrs, expectBool, expectList, expectString, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { force } from '../thunk';
import type { Lazy } from '../value';
import { pretty } from './generators-pretty';
import { equals, functions, interpolated, member, thrown } from './kit';
import { warn } from './trivial';

/** `lib.assertMsg`: true, or an error that a caller may catch. */
function assertThat(rt: Runtime, holds: Lazy, message: Lazy): true {
  if (!expectBool(rt, holds)) throw thrown(expectText(message).text);
  return true;
}

const shown = (rt: Runtime, value: Lazy) => pretty(rt, { indent: '', multiline: true, allowPretty: false }, value).text;

/** nixpkgs lib/asserts.nix. */
export const asserts = functions({
  assertMsg: (rt, holds, message) => assertThat(rt, holds, message),
  assertOneOf: (rt, name, value, allowed) => {
    if (expectList(allowed).items.some((one) => equals(rt, one, value))) return true;
    throw thrown(`${expectString(name)} must be one of ${shown(rt, allowed)}, but is: ${shown(rt, value)}`);
  },
  assertEachOneOf: (rt, name, values, allowed) => {
    const valid = expectList(allowed).items;
    if (expectList(values).items.every((value) => valid.some((one) => equals(rt, one, value)))) return true;
    throw thrown(
      `each element in ${expectString(name)} must be one of ${shown(rt, allowed)}, but is: ${shown(rt, values)}`,
    );
  },
  checkAssertWarn: (rt, assertions, warnings, value) => {
    const failed = expectList(assertions).items.flatMap((item) => {
      const one = expectAttrs(item);
      return expectBool(rt, member(one, 'assertion')) ? [] : [interpolated(rt, member(one, 'message')).text];
    });
    if (failed.length > 0) throw thrown(`\nFailed assertions:\n${failed.map((message) => `- ${message}`).join('\n')}`);
    for (const message of expectList(warnings).items) warn(rt, message);
    return force(value);
  },
});
