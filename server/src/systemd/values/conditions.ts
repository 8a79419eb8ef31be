import { type Grammar, withHoles } from './grammar';
import { checkPath } from './path';
import { accepted, part, whitespace } from './slice';

/** Condition…= and Assert…= about a path: `|` and `!`, in this order, then an absolute path. */
export const conditionPath: Grammar = (value, context) => {
  const skip = /^\|?!?/.exec(value.text)?.[0].length ?? 0;
  return withHoles('full', (path) => checkPath(path))(part(value, skip), context);
};

/** Other conditions: systemd looks at what they say only when it starts the unit. */
export const conditionText: Grammar = (value, context) => {
  let at = 0;
  for (const prefix of ['|', '!']) {
    if (value.text[at] !== prefix) continue;
    at++;
    while (at < value.text.length && whitespace.includes(value.text[at] ?? '')) at++;
  }
  return withHoles('full', () => accepted)(part(value, at), context);
};
