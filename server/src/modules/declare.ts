import { attrsFrom } from '../nix/attrs';
import { type Attrs, type Lazy, str } from '../nix/value';
import type { ModuleContext } from './context';
import type { OptionType } from './option-type';
import { typeValue } from './type-value';

/** What a native option declaration says, in the words of `mkOption`. */
export interface OptionFields {
  readonly type: OptionType;
  readonly default?: Lazy;
  readonly apply?: Lazy;
  readonly readOnly?: boolean;
  readonly internal?: boolean;
  readonly description?: string;
}

/** `mkOption { … }` for options declared in TypeScript. */
export function declare(ctx: ModuleContext, fields: OptionFields): Attrs {
  const entries: (readonly [string, Lazy])[] = [
    ['_type', str('option')],
    ['type', typeValue(ctx, fields.type)],
  ];
  if (fields.default !== undefined) entries.push(['default', fields.default]);
  if (fields.apply !== undefined) entries.push(['apply', fields.apply]);
  if (fields.readOnly !== undefined) entries.push(['readOnly', fields.readOnly]);
  if (fields.internal !== undefined) entries.push(['internal', fields.internal]);
  if (fields.description !== undefined) entries.push(['description', str(fields.description)]);
  return attrsFrom(entries);
}
