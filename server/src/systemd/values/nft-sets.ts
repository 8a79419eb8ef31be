import vocab from '../../../data/vocab.json';
import { notOneOf } from './enumerations';
import { eachWord, type Grammar } from './grammar';
import { accepted, fault, quoted } from './slice';
import { isFault, splitWords } from './words';

/** SOURCE:FAMILY:TABLE:SET (firewall-util.c). */
export const nftSets: Grammar = eachWord({ unquote: true, retainEscape: true }, (word) => {
  const fields = splitWords(word, { separators: ':', cunescape: true });
  if (isFault(fields)) return fields;
  const [source, family, table, set] = fields;
  if (source === undefined || family === undefined || table === undefined || set === undefined || fields.length !== 4) {
    return fault(word, `${quoted(word.text)} is not SOURCE:FAMILY:TABLE:SET`);
  }
  if (!vocab.nftSetSourcesForUnits.includes(source.text)) return notOneOf(source, vocab.nftSetSourcesForUnits);
  if (!vocab.nftFamilies.includes(family.text)) return notOneOf(family, vocab.nftFamilies);
  const wrong = [table, set].find((name) => !/^[A-Za-z][A-Za-z0-9/\\_.]{0,254}$/.test(name.text));
  return wrong === undefined ? accepted : fault(wrong, `${quoted(wrong.text)} cannot be the name of a table or set`);
});
