/**
 * What several words of another language say together and none of them alone, without accents:
 * `english: phrase, phrase …`, one a line.
 */
const LINES = `
everything: todo lo que se pueda, tout ce qui peut, alles was geht, tutto il possibile
nothing else: et rien d'autre, rien d'autre, et rien de plus, et c'est tout, und nichts anderes, nichts anderes, und nichts weiter, nichts weiter, und sonst nichts, y nada mas, nada mas, e nient'altro, nient'altro, e niente altro, e mais nada, e nada mais, nada mais, en verder niets, verder niets, en niets anders, niets anders, i nic wiecej, nic wiecej, i nic innego
version control: versionsverwaltung, control de versiones, controle de version, controllo di versione, versiebeheer
stream: flux de travail, flujo de trabajo, flusso di lavoro, fluxo de trabalho
start with: leg los mit, legt los mit, fang an mit, fangt an mit, ga verder met, ga aan de slag met, begin met
database: banco de dados, base de datos, base de dados, base de donnees, base de dati, base dati, banca dati
status: che cosa manca, che cosa resta, hoeveel staat er nog open, hoeveel is er nog, qu'est-ce qui reste, qu'est-ce qu'il reste, quanto falta, cuanto falta, quanto manca, cosa manca, que falta, o que falta, jaki jest stan, ile zostalo, co zostalo, combien reste-t-il, que reste-t-il, wat staat er nog open, was steht noch an, ou en est-on, ou en sommes-nous, ou en etes-vous, ou en est, comment ca avance, ca avance, comment ca va, wie steht es, wie steht's, wie sieht es aus, wie sieht's aus, wie lauft es, wie lauft's, wie weit sind wir, wie weit seid ihr, come siamo messi, come va, come stiamo andando, a che punto siamo, como va, como vamos, como estamos, como anda, en que estamos, en que punto estamos, em que pe estamos, hoe staat het ervoor, hoe staat het, hoe gaat het, hoe ver zijn we, jak idzie, jak stoimy
stop everything: alles stilleggen, alles stilllegen, tout arreter, ferma tutto
help: was kann das tool, was kannst du alles, was kannst du, was kann ich sagen, que puedes hacer, que sabes hacer, que peux-tu faire, que sais-tu faire, cosa puoi fare, cosa sai fare, o que voce pode fazer, o que voce faz, wat kun je doen, wat kun je, co potrafisz, co umiesz
asap: so bald wie moglich, so schnell wie moglich, tout de suite, au plus vite, des que possible, cuanto antes, lo antes posible, al piu presto, il prima possibile, o mais rapido possivel, o quanto antes, zo snel mogelijk, jak najszybciej
parallel: al mismo tiempo, a la vez, en paralelo, en meme temps, en parallele, allo stesso tempo, in parallelo, contemporaneamente, ao mesmo tempo, em paralelo, tegelijk, tegelijkertijd, gleichzeitig, nebeneinander, jednoczesnie, naraz, rownolegle
instead of: en vez de, en lugar de, au lieu de, plutot que, invece di, invece che, em vez de, ao inves de, in plaats van, zamiast, anstelle von, anstatt, statt
please: cuando puedas, cuando pueda, quand tu peux, quand vous pouvez, wenn du kannst, wenn du zeit hast, quando puoi, quando puderes, quando puder, als je kunt, als je kan, kiedy mozesz, jak bedziesz mogl, peux-tu, pouvez-vous, pourrais-tu, pourriez-vous, puoi, potresti, potete, puedes, podrias, podria usted, voce pode, voce poderia, pode, poderia, wil je, wilt u, zou je, zou u, kun je, kunt u, kannst du dich um, konntest du dich um, kannst du, konntest du, konnen sie, konnten sie, mozesz, moglbys, il faudrait, il faut, ich hatte gern, ich hatte gerne, ich mochte gern, ich mochte gerne, me gustaria, nos gustaria, j'aimerais, on aimerait, mi piacerebbe, ci piacerebbe, eu gostaria, ik zou graag, we willen graag, ik wil graag
`;

interface Idiom {
  readonly said: readonly string[];
  readonly english: readonly string[];
}

const IDIOMS: readonly Idiom[] = LINES.trim()
  .split("\n")
  .flatMap((line) => {
    const [english = "", phrases = ""] = line.split(":");
    return phrases
      .split(",")
      .map((phrase) => ({ said: phrase.trim().split(" "), english: english.trim().split(" ") }));
  })
  .sort((a, b) => b.said.length - a.said.length);

const BY_FIRST = new Map<string, readonly Idiom[]>();
for (const idiom of IDIOMS) {
  const first = idiom.said[0] ?? "";
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), idiom]);
}

/** Each idiom in its English words; `fold` takes accents away. */
export function translateIdioms(
  words: readonly string[],
  fold: (word: string) => string,
): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < words.length; ) {
    const word = words[i] ?? "";
    const idiom = BY_FIRST.get(fold(word))?.find(({ said }) =>
      said.every((one, k) => fold(words[i + k] ?? "") === one),
    );
    found.push(...(idiom?.english ?? [word]));
    i += idiom?.said.length ?? 1;
  }
  return found;
}
