import vocab from '../../../data/vocab.json';
import { slipsOf } from '../distance';
import { oneOf } from './enumerations';
import { eachWord, type Grammar, invertible, silently } from './grammar';
import { parseInteger } from './integers';
import { accepted, fault, quoted } from './slice';

const capabilityNames: readonly string[] = vocab.capabilities;

export const capabilities: Grammar = invertible(
  eachWord({ unquote: true, relaxed: true }, (word) => {
    const number = parseInteger(word.text);
    if (number !== undefined && number >= 0n && number <= 62n) return accepted;
    if (capabilityNames.includes(word.text.toUpperCase())) return accepted;
    const near = slipsOf(word.text, capabilityNames);
    return silently(fault(word, `${quoted(word.text)} is not a capability`, near));
  }),
);

export const secureBits: Grammar = eachWord({ unquote: true, relaxed: true }, (word, { directive }) =>
  silently(oneOf(directive.values)(word, { directive, version: 0 })),
);
