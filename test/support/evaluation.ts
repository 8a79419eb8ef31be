import { NixError } from '../../server/src/nix/errors';
import { createRuntime, evaluateText, type RuntimeOptions } from '../../server/src/nix/evaluator';
import { printValue } from '../../server/src/nix/print';

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
