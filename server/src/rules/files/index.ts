import type { Rule } from '../rule';
import { duplicateTmpfilesLine } from './duplicate-tmpfiles-line';
import { idleTmpfilesField } from './idle-tmpfiles-field';
import { invalidTmpfilesLine } from './invalid-tmpfiles-line';
import { legacyTmpfilesLine } from './legacy-tmpfiles-line';
import { misspeltSetting } from './misspelt-setting';
import { optionNotInRelease } from './option-not-in-release';

/** The rules about the files beside the units, and the options that make them. */
export const FILE_RULES: readonly Rule[] = [
  invalidTmpfilesLine,
  duplicateTmpfilesLine,
  idleTmpfilesField,
  legacyTmpfilesLine,
  misspeltSetting,
  optionNotInRelease,
];
