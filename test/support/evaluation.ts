import { NixError } from '../../server/src/nix/errors';
import { createRuntime, evaluateFile, evaluateText, type RuntimeOptions } from '../../server/src/nix/evaluator';
import { printValue } from '../../server/src/nix/print';
import type { Lazy } from '../../server/src/nix/value';

/** What an evaluation came to: the value as printed, or the error. */
export type Outcome =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'error'; readonly error: NixError };

export function outcomeOf(evaluate: () => string): Outcome {
  try {
    return { kind: 'value', text: evaluate() };
  } catch (signal) {
    if (signal instanceof NixError) return { kind: 'error', error: signal };
    throw signal;
  }
}

/** Evaluates a text as if it stood in `folder`, and prints it strictly. */
export function outcomeOfText(options: RuntimeOptions, text: string, folder = '/'): Outcome {
  return outcomeOf(() => {
    const rt = createRuntime(options);
    return printValue(evaluateText(rt, text, { uri: 'text:expression', folder }));
  });
}

/** Evaluates a file, and gives what `print` makes of it. */
export function outcomeOfFile(options: RuntimeOptions, path: string, print: (lazy: Lazy) => string): Outcome {
  return outcomeOf(() => print(evaluateFile(createRuntime(options), path)));
}
