import { notOneOf } from './enumerations';
import type { Grammar } from './grammar';
import { accepted } from './slice';

/** Personality=: architectures that the machine can pretend to be; which those are depends on it. */
export const personality: Grammar = (value, { directive }) =>
  directive.values.includes(value.text) ? accepted : notOneOf(value, directive.values);
