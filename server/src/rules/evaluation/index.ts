import type { Rule } from '../rule';
import { budget } from './budget';
import { conflict, scriptWithCommand, searchPath } from './conflict';
import { missingAttribute } from './missing-attribute';
import { notText } from './not-text';
import { syntaxError } from './syntax-error';
import { undefinedVariable } from './undefined-variable';
import { wrongType } from './wrong-type';

/**
 * The rules about what NixOS would refuse while it evaluates. Only what holds whatever is not known here is said: of other errors the
 * preview tells.
 */
export const EVALUATION_RULES: readonly Rule[] = [
  syntaxError,
  undefinedVariable,
  missingAttribute,
  notText,
  conflict,
  scriptWithCommand,
  searchPath,
  wrongType,
  budget,
];
