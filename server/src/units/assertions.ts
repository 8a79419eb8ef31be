import { OptionError } from '../modules/errors';
import { finalDefs } from '../modules/merge';
import { force, originOf } from '../nix/thunk';
import { isAttrs, isList, isString, type Lazy } from '../nix/value';
import type { Configuration } from './configuration';
import { attempt, type Collector } from './problems';

/** The elements that the files at hand give an option, where no unknown condition had to be assumed for them. */
function certainItems(from: Configuration, to: Collector, option: string): readonly Lazy[] {
  const { ctx } = from.world;
  const defs = attempt(ctx.rt, to, () => finalDefs(ctx, from.evaluation.level().definitionsOf(option)).defs) ?? [];
  return defs
    .filter((one) => one.conditions.length === 0)
    .flatMap((one) => {
      const value = attempt(ctx.rt, to, () => force(one.value));
      return value !== undefined && isList(value) ? value.items : [];
    });
}

function textAt(from: Configuration, to: Collector, lazy: Lazy | undefined): string | undefined {
  const value = lazy === undefined ? undefined : attempt(from.world.ctx.rt, to, () => force(lazy));
  return value !== undefined && isString(value) ? value.text.trim().replace(/\s*\n\s*/g, ' ') : undefined;
}

/**
 * Reports the assertions of a machine or a home that do not hold, and its warnings. A module's own are about what whoever imports it
 * will set.
 */
export function reportAssertions(from: Configuration, to: Collector): void {
  if (!from.isHost()) return;
  const { rt } = from.world.ctx;
  for (const item of certainItems(from, to, 'assertions')) {
    const set = attempt(rt, to, () => force(item));
    if (set === undefined || !isAttrs(set)) continue;
    const assertion = set.entries.get('assertion');
    const holds = assertion === undefined ? true : attempt(rt, to, () => force(assertion.value));
    if (holds !== false) continue;
    const message = textAt(from, to, set.entries.get('message')?.value) ?? 'an assertion does not hold';
    to.report(new OptionError('assertion', message, originOf(assertion?.value ?? item) ?? originOf(item), message));
  }
  for (const item of certainItems(from, to, 'warnings')) {
    const message = textAt(from, to, item);
    if (message !== undefined) to.report(new OptionError('warning', message, originOf(item), message));
  }
}
