import { fromByteText, toByteText } from '../byte-text';
import { NixError } from '../errors';
import { expectItems, expectString, expectText } from '../expect';
import { type Runtime, step } from '../runtime';
import { concatStrings } from '../text';
import { type Lazy, type NixString, str } from '../value';

interface Rule {
  /** In bytes, as `toByteText`. */
  readonly from: string;
  /** Forced when it is used first. */
  readonly to: () => NixString;
}

/** `replaceStrings from to s`: the first rule that fits at a place wins; an empty one fits before every byte. Holes stay as they are. */
export function replaceStrings(rt: Runtime, from: Lazy, to: Lazy, argument: Lazy): NixString {
  const fromItems = expectItems(from);
  const toItems = expectItems(to);
  if (fromItems.length !== toItems.length) {
    throw new NixError('eval', "'from' and 'to' arguments passed to builtins.replaceStrings have different lengths");
  }
  const rules = fromItems.map((item, i) => makeRule(item, toItems[i] as Lazy));
  const string = expectText(argument);
  const parts: NixString[] = [str('', string.context)];
  let at = 0;
  for (const hole of string.holes ?? []) {
    replaceKnown(rt, string.text.slice(at, hole.start), rules, false, parts);
    const text = string.text.slice(hole.start, hole.end);
    parts.push(str(text, undefined, [{ start: 0, end: text.length, unknown: hole.unknown }]));
    at = hole.end;
  }
  replaceKnown(rt, string.text.slice(at), rules, true, parts);
  return concatStrings(rt, parts);
}

function makeRule(from: Lazy, to: Lazy): Rule {
  let known: NixString | undefined;
  return {
    from: toByteText(expectString(from)),
    to: () => {
      known ??= expectText(to);
      return known;
    },
  };
}

/** Replaces in a text without holes; `last`: an empty rule fits at its end too. */
function replaceKnown(rt: Runtime, text: string, rules: readonly Rule[], last: boolean, out: NixString[]): void {
  const bytes = toByteText(text);
  const starts = new Set(rules.map(({ from }) => from.charAt(0)));
  const anywhere = starts.has('');
  let kept = 0;
  const keep = (end: number): void => {
    if (end > kept) out.push(str(fromByteText(bytes.slice(kept, end))));
    kept = end;
  };
  for (let at = 0; at < bytes.length || (at === bytes.length && last); ) {
    const rule =
      anywhere || starts.has(bytes.charAt(at)) ? rules.find(({ from }) => bytes.startsWith(from, at)) : undefined;
    if (rule === undefined) {
      at++;
      continue;
    }
    step(rt);
    keep(at);
    out.push(rule.to());
    kept = Math.min(at + rule.from.length, bytes.length);
    at += Math.max(rule.from.length, 1);
  }
  keep(bytes.length);
}
