import { attrsFrom } from '../nix/attrs';
import type { Attrs, Lazy } from '../nix/value';
import type { ModuleContext } from './context';
import { declare } from './declare';
import type { ModuleSource } from './option-type';
import { lazyAttrsOf } from './types/attrs';
import { nullOr } from './types/either';
import { optionTypeType } from './types/misc';
import { bool, raw } from './types/scalar';

/** The module that every configuration has: `_module.args`, `_module.check`, `_module.freeformType`. */
export function internalModule(
  ctx: ModuleContext,
  own: Readonly<Record<string, Lazy>>,
  specialArgs: Attrs,
): ModuleSource {
  const internal = attrsFrom([
    ['args', declare(ctx, { type: lazyAttrsOf(raw), internal: true })],
    ['check', declare(ctx, { type: bool, default: true, internal: true })],
    ['freeformType', declare(ctx, { type: nullOr(optionTypeType), default: null, internal: true })],
    ['specialArgs', declare(ctx, { type: raw, readOnly: true, internal: true })],
  ]);
  const given = attrsFrom([
    ['args', attrsFrom(Object.entries(own))],
    ['specialArgs', specialArgs],
  ]);
  const value = attrsFrom([
    ['options', attrsFrom([['_module', internal]])],
    ['config', attrsFrom([['_module', given]])],
  ]);
  return { value, file: 'lib/modules.nix', form: 'module' };
}
