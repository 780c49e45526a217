/**
 * How well words answer what somebody typed; undefined when they do not. Letters may be left out, not swapped; runs of
 * them and beginnings of words count most.
 */
export function matchScore(typed: string, words: string): number | undefined {
  const wanted = typed.toLowerCase().replaceAll(' ', '');
  const text = words.toLowerCase();
  const places = placesOf(wanted, text);
  if (places === undefined) return undefined;
  const worth = places.map((place, index) => {
    const isRun = index > 0 && places[index - 1] === place - 1;
    const isStart = place === 0 || /[\s/-]/.test(text.charAt(place - 1));
    return (isStart ? 8 : 0) + (isRun ? 5 : 0);
  });
  return worth.reduce((sum, each) => sum + each, 0) - (places[0] ?? 0) - text.length / 100;
}

/** Beginnings of words are tried first, then wherever the letter comes next. */
function placesOf(wanted: string, text: string, from = 0): number[] | undefined {
  const letter = wanted.charAt(0);
  if (letter === '') return [];
  const all = Array.from(text, (_, place) => place).filter((place) => place >= from && text.charAt(place) === letter);
  const isNext = (place: number) => place === from || place === 0 || /[\s/-]/.test(text.charAt(place - 1));
  for (const place of [...all.filter(isNext), ...all.filter((each) => !isNext(each))]) {
    const rest = placesOf(wanted.slice(1), text, place + 1);
    if (rest) return [place, ...rest];
  }
  return undefined;
}

/** What answers, best first; everything in its own order when nothing is typed. */
export function matching<T>(items: readonly T[], typed: string, wordsOf: (item: T) => string): readonly T[] {
  if (typed.trim() === '') return items;
  return items
    .flatMap((item) => {
      const score = matchScore(typed, wordsOf(item));
      return score === undefined ? [] : [{ item, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
