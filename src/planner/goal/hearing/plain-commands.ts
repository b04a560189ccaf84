/**
 * The plain commands of seven languages, word by word: enough for "alles außer 3.1",
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

export interface Language {
  readonly sure: Lexicon;
  /** Also words of English, or too short to tell by. */
  readonly beside: Lexicon;
}

export const LANGUAGES: readonly Language[] = [
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
      free: frei freie freien freies
      works: arbeitet
      garden: aufraumen raume
      clean: aufraumen
      cancel: brich
      delete: losche loschen entferne entfernen
      or: oder
      if: wenn falls sobald
      tomorrow: morgen
      later: spater
      only: nur
      without: ohne
      nothing: nichts
      else: sonst
      begin: anfangen fang fangt
      take: nimm nehmt
      someone: jemand
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
      delete: borra borrar elimina eliminar quita quitar
      or: o
      if: cuando
      who: quien
      works: trabaja trabajando
      only: solo solamente
      tomorrow: manana
      free: libre libres
      can: podrias podria puedes
      open: abiertos abiertas pendientes
      how: cuantos cuantas
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
      delete: supprime supprimer supprimez efface effacer
      or: ou
      if: quand lorsque
      who: qui
      works: travaille
      tomorrow: demain
      only: seulement uniquement
      without: sans
      free: libre libres
      can: peux pouvez pourrais
      now: maintenant
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
      works: lavora
      if: quando
      open: aperti aperte ancora
      how: quanti quante
      status: messi andiamo
      can: puoi
      tomorrow: domani
      only: solo soltanto
      free: libero liberi
      are: sono siamo
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
      only: somente apenas
      start: comecem iniciem
      works: trabalha trabalhando
      if: quando
      tomorrow: amanha
      free: livre livres
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
      stop: stoppen annuleer annuleren stopt
      status: voortgang
      running: draait
      working: werkt
      task: taak
      tasks: taken
      run: voer
      please: aub
      first: eerst
      if: als wanneer zodra
      tomorrow: morgen
      only: alleen
      now: nu
      free: vrij
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
  {
    sure: lexicon(`
      stop: zatrzymaj zatrzymajcie przerwij wstrzymaj
      everything: wszystko
      all: wszystkie wszystkich wszystkim
      run: uruchom odpal wykonaj
      do: zrob zrobcie
      start: zacznij zacznijcie rozpocznij
      show: pokaz
      status: stan postep postepy
      report: raport podsumowanie
      help: pomoc pomocy
      next: nastepny nastepne nastepna nastepnym
      task: zadanie zadania
      who: kto
      works: pracuje
      not: nie
      now: teraz
      please: prosze
      except: oprocz
      without: bez
      today: dzisiaj dzis
      first: najpierw pierwsza pierwsze pierwszy
      agents: agenci agentow agentami
      delete: usun usunac skasuj
      clean: posprzataj porzadek uporzadkuj
      roadmap: drogowej drogowa
    `),
    beside: lexicon(`
      the: od z ze w na do jako sie ta te tej mapie mapa
      and: i oraz
      or: lub albo
      what: co
      to: do
      is: jest
    `),
  },
];
