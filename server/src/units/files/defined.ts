import { finalDefs } from '../../modules/merge';
import { isNative } from '../../modules/option';
import type { Configuration } from '../configuration';
import { definitionsIn } from '../definitions';
import { attempt, type Collector } from '../problems';

/** Whether the files at hand define an option, under conditions that hold or are assumed to. */
export function isDefinedHere({ evaluation, world }: Configuration, to: Collector, option: string): boolean {
  const { ctx } = world;
  const defs = attempt(ctx.rt, to, () => finalDefs(ctx, definitionsIn(evaluation.level(), option.split('.'))).defs);
  return (defs ?? []).some(({ file }) => !isNative(file));
}
