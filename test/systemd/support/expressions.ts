import { type Random, seeded } from './random';

function slip(text: string, letters: string, random: Random): string {
  const at = random.below(text.length + 1);
  const letter = random.pick([...letters]);
  return random.pick([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + letter + text.slice(at),
    text.slice(0, at) + letter + text.slice(at + 1),
  ]);
}

const spanUnits = [
  '',
  's',
  'sec',
  'second',
  'seconds',
  'm',
  'min',
  'minute',
  'minutes',
  'h',
  'hr',
  'hour',
  'hours',
  'd',
  'day',
  'days',
  'w',
  'week',
  'weeks',
  'M',
  'month',
  'months',
  'y',
  'year',
  'years',
  'ms',
  'msec',
  'us',
  'usec',
  'µs',
  'μs',
];

/** Time spans, some of them wrong. */
export function timeSpans(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  const item = (): string => {
    const number = random.pick([
      '0',
      '1',
      '5',
      '30',
      '90',
      '1.5',
      '0.25',
      '.5',
      '12',
      '100',
      '86400',
      '007',
      '3.14159',
      '123456789',
    ]);
    return `${number}${random.pick(['', '', ' '])}${random.pick(spanUnits)}`;
  };
  return Array.from({ length: count }, () => {
    if (random.below(40) === 0)
      return random.pick([
        'infinity',
        ' infinity ',
        'infinitys',
        '',
        ' ',
        '99999999999999999999',
        '18446744073709551615us',
        '584542y',
        '9223372036854775807us',
      ]);
    const text = Array.from({ length: 1 + random.below(3) }, item).join(random.pick(['', ' ', '  ']));
    return random.below(3) === 0 ? slip(text, '0159. -+smhx', random) : text;
  });
}

/** Calendar expressions, some of them wrong. */
export function calendars(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  const number = (low: number, high: number, digits: number): string =>
    String(low + random.below(high - low + 1)).padStart(digits, '0');
  const item = (low: number, high: number, digits: number): string => {
    switch (random.below(8)) {
      case 0: {
        const start = low + random.below(high - low);
        return `${start}..${start + random.below(high - start + 2)}`;
      }
      case 1:
        return `${number(low, high, digits)}/${1 + random.below(Math.ceil((high - low) / 2))}`;
      case 2: {
        const start = low + random.below(high - low);
        return `${start}..${high}/${1 + random.below(5)}`;
      }
      default:
        return number(low, high, digits);
    }
  };
  const field = (low: number, high: number, digits = 2): string => {
    if (random.below(3) === 0) return '*';
    return Array.from({ length: random.below(5) === 0 ? 3 : 1 }, () => item(low, high, digits)).join(',');
  };
  const weekdays = (): string =>
    random.pick([
      'Mon',
      'mon',
      'Tuesday',
      'Sat,Sun',
      'Mon..Fri',
      'Mon-Wed',
      'Wed..Sun',
      'Fri,Mon',
      'Sun..Mon',
      'Mon,Wed..Fri',
      'Mon..Sun',
      'Mon,',
    ]);
  const years = (): string =>
    random.pick([
      '*',
      '*',
      '*',
      '2026',
      '2027',
      '2030',
      '26',
      '99',
      '1999',
      '2026..2028',
      '2024/4',
      '*/2',
      '2200',
      '2025,2027',
    ]);
  const date = (): string => {
    const separator = random.pick(['-', '-', '-', '~']);
    const days = separator === '~' ? field(1, 28) : field(1, 31);
    return random.pick([`${years()}-${field(1, 12)}${separator}${days}`, `${field(1, 12)}${separator}${days}`]);
  };
  const time = (): string => {
    const minutes = `${field(0, 23)}:${field(0, 59)}`;
    const seconds = random.pick([field(0, 59), '30.5', '0/0.25', '*', '10..20', '05..45/10', '59.9999', '1.234567']);
    return random.below(2) === 0 ? minutes : `${minutes}:${seconds}`;
  };
  const shorthand = (): string =>
    random.pick([
      'minutely',
      'hourly',
      'daily',
      'Weekly',
      'monthly',
      'quarterly',
      'semiannually',
      'biannually',
      'yearly',
      'annually',
      '@1800000000',
      '@0',
      '@x',
    ]);
  return Array.from({ length: count }, () => {
    if (random.below(15) === 0) return `${shorthand()}${random.pick(['', '', ' UTC'])}`;
    const parts = [
      random.below(3) === 0 ? weekdays() : '',
      random.below(4) > 0 ? date() : '',
      random.below(4) > 0 ? time() : '',
    ];
    const zone = random.pick([
      '',
      '',
      '',
      '',
      ' UTC',
      ' utc',
      ' Europe/Berlin',
      ' America/New_York',
      ' Asia/Tokyo',
      ' Mars/Base',
    ]);
    const text = parts.filter((part) => part !== '').join(' ') + zone;
    return (random.below(5) === 0 ? slip(text, '0159.,:-~/* MonUTC', random) : text).trim();
  });
}
