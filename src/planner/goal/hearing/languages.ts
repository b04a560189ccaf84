/**
 * The plain commands of six languages, word by word: enough for "alles außer 3.1",
 * no grammar. Words that are also English count only beside one that is not.
 */

type Lexicon = Readonly<Record<string, string>>;

/** `english: word word …`, one a line; accents are folded away. */
function lexicon(lines: string): Lexicon {
  const found: Record<string, string> = {};
  for (const line of lines.trim().split("\n")) {
    const [english, words] = line.split(":");
    for (const word of (words ?? "").trim().split(/\s+/)) found[word] = (english ?? "").trim();
  }
  return found;
}

interface Language {
  readonly sure: Lexicon;
  /** Also words of English, or too short to tell by. */
  readonly beside: Lexicon;
}

const LANGUAGES: readonly Language[] = [
  {
    sure: lexicon(`
      help: hilfe
      stop: stopp stoppe anhalten beende beenden abbrechen abbruch
      everything: alles
      all: alle allen
      running: lauft laufen
      currently: gerade derzeit
      next: nachste nachster nachstes nachsten
      task: aufgabe
      tasks: aufgaben
      start: starte starten beginne beginnen
      continue: weitermachen fortsetzen
      run: ausfuhren fuhre ausfuehren fuehre
      do: mache machen erledige erledigen
      build: baue bauen
      report: bericht zusammenfassung
      show: zeige zeig anzeigen
      except: ausser ohne
      not: nicht
      please: bitte
      which: welche welcher welches
      open: offen offene offenen
      do: mach
      are: sind
      next: naechste naechster
      for: fuer fur
      what: woran
      can: kannst konntest konnten
      want: mochte hatte brauche
      like: gern gerne
      how: wie
      is: ist
      is: gibt
      who: wer
      working: arbeitet
      agents: agenten
      done: fertig erledigt
      blocked: blockiert
      available: verfugbar
    `),
    beside: lexicon(`
      what: was
      the: der die das den dem
      and: und
      to: bis
      status: stand
      stop: halte halt
      go: los weiter
      me: mir
      you: du ihr sie
      i: ich
      up: aus
      as: als
      on: dran
    `),
  },
  {
    sure: lexicon(`
      help: ayuda
      stop: detener deten detente parar cancelar
      everything: todos todas
      run: ejecuta ejecutar
      do: haz hacer
      next: siguiente proxima proximo
      task: tarea
      tasks: tareas
      status: estado
      report: informe resumen
      except: excepto salvo
      agents: agentes
      start: empieza empezar inicia iniciar comienza comenzar
      continue: continuar seguir
      show: muestra mostrar
      build: construye construir
      running: corriendo ejecutando
      please: favor
      left: falta queda
      next: sigue
      what: cual
      list: lista
    `),
    beside: lexicon(`
      everything: todo
      except: menos sin
      the: el la los las
      what: que
      is: esta es
      and: y
      to: a hasta
      for: por
      stop: para
    `),
  },
  {
    sure: lexicon(`
      help: aide aidez
      stop: arrete arreter arretez stoppe
      all: toutes tous
      run: executer execute lance lancer
      next: prochaine prochain suivante suivant
      task: tache
      tasks: taches
      status: etat
      report: rapport
      except: sauf
      do: fais faire
      start: demarre demarrer
      show: montre montrer
      build: construis construire
      left: reste reste-t-il
      help: aide-moi
      list: liste
      what: quel quelle
      what: quoi
    `),
    beside: lexicon(`
      everything: tout
      start: commence
      the: le la les l
      and: et
      to: a
      please: plait
      not: pas
      is: est
      what: que
    `),
  },
  {
    sure: lexicon(`
      help: aiuto aiutami
      stop: ferma fermare fermati fermate interrompi annulla
      everything: tutto
      all: tutti tutte
      run: esegui eseguire lancia avvia avviare
      start: inizia iniziare comincia cominciare
      do: fai
      next: prossimo prossima successivo
      status: stato
      report: riepilogo resoconto
      please: favore piacere
      except: tranne eccetto senza
      delete: cancella elimina
      who: chi
      agents: agenti
      show: mostra
      blocked: bloccato bloccati
    `),
    beside: lexicon(`
      not: non
      and: e ed
      the: il lo gli i la le l
      to: a
      for: per
      what: che cosa cosa
      is: e
    `),
  },
  {
    sure: lexicon(`
      help: ajuda
      stop: pare parem
      everything: tudo
      run: executar rodar
      do: faz faca fazer
      start: comece comecar inicie iniciar
      next: proxima proximo seguinte
      report: relatorio resumo
      not: nao
      except: exceto
      delete: apague exclua
      who: quem
      what: qual
      now: agora
      blocked: bloqueado bloqueados
    `),
    beside: lexicon(`
      run: execute
      please: favor
      and: e
      the: o os a as
      to: ate
      for: por
      without: sem
      agents: agentes
      status: estado
      left: falta
      list: lista
      what: que
    `),
  },
  {
    sure: lexicon(`
      help: hulp
      everything: alles
      all: alle
      run: uitvoeren voer draai
      do: doen
      start: beginnen
      next: volgende
      not: niet geen
      except: behalve zonder
      please: alsjeblieft graag
      report: verslag
      delete: verwijder
      who: wie
      what: wat
      show: toon
      done: klaar
      blocked: geblokkeerd
      stop: stoppen
    `),
    beside: lexicon(`
      do: doe
      how: hoe
      and: en
      the: de het
      to: tot
      with: met
      is: staat
      up: uit
    `),
  },
];

/** `known`: words of the roadmap itself, which mean what they mean there. */
export function translateWords(
  words: readonly string[],
  known: ReadonlySet<string>,
): readonly string[] {
  const folded = words.map(fold);
  const counts = LANGUAGES.map(
    ({ sure }) =>
      folded.filter((word, i) => Object.hasOwn(sure, word) && !isKnown(words[i], known)).length,
  );
  const most = Math.max(...counts);
  const language = most === 0 ? undefined : LANGUAGES[counts.indexOf(most)];
  if (language === undefined) return words;
  return words.map((word, i) => {
    const plain = folded[i] ?? word;
    if (isKnown(word, known)) return word;
    if (Object.hasOwn(language.sure, plain)) return language.sure[plain] ?? word;
    return Object.hasOwn(language.beside, plain) ? (language.beside[plain] ?? word) : word;
  });
}

/** English itself has "execute": it translates to no other than itself and marks no language. */
function isKnown(word: string | undefined, known: ReadonlySet<string>): boolean {
  return word === undefined || word === "execute" || known.has(word);
}

function fold(word: string): string {
  return word
    .replace(/^[ldj]'/, "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss");
}
